'use client';
import Link from 'next/link';
import type { MouseEvent } from 'react';
import { format, type PageState } from '../../lib/client/page-state.ts';
import { Icon } from '../../views/_kit/icons.tsx';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { NAV_ITEMS } from './nav-items.ts';

const viewOf = (state: PageState) => state.view;

/** The views, at the left. */
export function Nav() {
  const { pageState } = useKit();
  const { navigate } = useFrame();
  const view = usePageState(viewOf);
  return (
    <nav className="frame-nav" aria-label={messages.frame.nav.label}>
      {NAV_ITEMS.map((item) => {
        const go = (event: MouseEvent) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          navigate({ view: item.view });
        };
        const href = format({ ...pageState.getState(), view: item.view });
        return (
          <Link
            key={item.view}
            href={href}
            prefetch={false}
            onClick={go}
            aria-current={item.view === view ? 'page' : undefined}
          >
            <Icon name={item.icon} />
            <span>{item.label}</span>
          </Link>
        );
      })}
    </nav>
  );
}
