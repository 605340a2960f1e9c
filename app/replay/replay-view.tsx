import type { PageState } from '../../lib/client/page-state.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { RunsView } from '../../views/runs/runs-view.tsx';
import { Beside } from '../frame/beside.tsx';
import { mountList } from '../frame/mount-view.tsx';

const viewOf = (state: PageState) => state.view;
const Runs = mountList(RunsView);

/** The view of the address. */
export function ReplayView() {
  const view = usePageState(viewOf);
  return view === 'runs' ? <Runs /> : <Beside name={view} />;
}
