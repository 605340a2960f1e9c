'use client';
import type { MouseEvent } from 'react';
import { besideOf, format, type PageState } from '../../lib/client/page-state.ts';
import { Icon } from '../../views/_kit/icons.tsx';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { besideToggled, NAV_ITEMS } from './nav-items.ts';
import { useHost } from './page-host.ts';

const viewOf = (state: PageState) => state.view;
const besideView = (state: PageState) => state.beside;

/** The views, at the left. */
export function Nav() {
  const { pageState } = useKit();
  const { hrefOf } = useHost();
  const { navigate } = useFrame();
  const view = usePageState(viewOf);
  const beside = usePageState(besideView);
  const words = messages.frame.nav;
  return (
    <nav className="frame-nav" aria-label={words.label}>
      {NAV_ITEMS.map((item) => {
        const go = (event: MouseEvent) => {
          if (event.metaKey || event.ctrlKey || event.button !== 0) return;
          event.preventDefault();
          navigate(event.shiftKey ? { beside: besideToggled(view, beside, item.view) } : { view: item.view });
        };
        const isBeside = item.view === beside;
        const canBeBeside = besideOf(view, item.view) !== null;
        const href = hrefOf(format({ ...pageState.getState(), view: item.view }));
        return (
          <a
            key={item.view}
            href={href}
            onClick={go}
            aria-current={item.view === view ? 'page' : undefined}
            data-beside={isBeside ? '' : undefined}
            aria-description={isBeside ? words.isBeside : undefined}
            title={canBeBeside ? (isBeside ? words.closeBeside : words.openBeside) : undefined}
          >
            <Icon name={item.icon} />
            <span>{item.label}</span>
          </a>
        );
      })}
    </nav>
  );
}
