'use client';
import { type ReactNode, useMemo } from 'react';
import { besideOf, type PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { HalfContext } from '../../views/_kit/state/half-context.ts';
import { KitContext } from '../../views/_kit/state/kit-context.ts';
import { useFrameStore } from '../../views/_kit/state/use-frame-store.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { Beside, type BesideName } from './beside.tsx';
import { Dock } from './dock/dock.tsx';
import { FrameContext } from './frame-context.ts';
import { GlobalKeys } from './global-keys.tsx';
import { GoneNote } from './gone-note.tsx';
import { MissingNote } from './missing-note.tsx';
import { Nav } from './nav.tsx';
import { HostContext, type PageHost } from './page-host.ts';
import { Palette } from './palette/palette.tsx';
import { select } from './selection.ts';
import { TopBar } from './top-bar.tsx';
import { useAligned } from './use-aligned.ts';
import { type Page, useNavigate, usePage } from './use-page.ts';
import { useTheme } from './use-theme.ts';
import { ViewRoom } from './view-room.tsx';

const runsOf = (state: PageState) => state.runs;
const focusOf = (state: PageState) => state.focus;
const projectOf = (state: PageState) => state.project;
const viewOf = (state: PageState) => state.view;
const besideName = (state: PageState) => besideOf(state.view, state.beside) as BesideName | null;
const whole = <T,>(state: T) => state;

/** Everything around the views: top bar, nav, timeline, keys. Stays mounted while views come and go. */
export function Frame({ host, children }: { readonly host: PageHost; readonly children: ReactNode }) {
  const page = usePage(host);
  const theme = useTheme(page?.pageState ?? null);
  const kit = useMemo(() => (page && theme ? { ...page, theme, hrefOf: host.hrefOf } : null), [page, theme, host]);
  if (!page || !kit) return <div className="frame" aria-busy="true" />;
  return (
    <HostContext value={host}>
      <KitContext value={kit}>
        <Shell page={page} host={host}>
          {children}
        </Shell>
      </KitContext>
    </HostContext>
  );
}

const NO_RUNS: readonly RunSummary[] = [];

interface ShellProps {
  readonly page: Page;
  readonly host: PageHost;
  readonly children: ReactNode;
}

function Shell({ page, host, children }: ShellProps) {
  const list = useFrameStore(page.client.runs, whole);
  const runs = usePageState(runsOf);
  const focus = usePageState(focusOf);
  const project = usePageState(projectOf);
  const view = usePageState(viewOf);
  const beside = usePageState(besideName);
  const navigate = useNavigate(page, host);
  const selection = useMemo(
    () => select({ runs, focus, project }, list.runs, list.isWhole),
    [runs, focus, project, list],
  );
  const hasDock = view !== 'runs' && selection.runs.length > 0;
  const aligned = useAligned(hasDock ? selection.runs : NO_RUNS);
  const frame = useMemo(() => ({ list, selection, navigate, aligned }), [list, selection, navigate, aligned]);
  const hasBeside = beside !== null && selection.runs.length > 0;
  return (
    <FrameContext value={frame}>
      <div className="frame">
        <TopBar />
        <Nav />
        <main className="frame-main" id="main">
          {selection.runs.length > 0 && selection.missing.length > 0 ? <MissingNote /> : null}
          {hasDock ? <GoneNote /> : null}
          <HalfContext value={hasBeside}>
            <div className="frame-views">
              <ViewRoom>{children}</ViewRoom>
              {hasBeside ? (
                <ViewRoom>
                  <Beside name={beside} />
                </ViewRoom>
              ) : null}
            </div>
          </HalfContext>
        </main>
        {hasDock ? <Dock /> : null}
        <GlobalKeys />
        <Palette />
      </div>
    </FrameContext>
  );
}
