'use client';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { putOn } from '../../_kit/state/playhead.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { AttentionDifferencePanel } from './attention-difference.tsx';
import { DistributionPanel } from './distribution-panel.tsx';
import { FlowsPanel } from './flows-panel.tsx';
import { ParallelPanel } from './parallel-panel.tsx';
import { type PlotPanelProps, ScatterPanel } from './scatter-panel.tsx';
import { SimilarityPanel } from './similarity-panel.tsx';
import { type DifferencePanelProps, StatesDifferencePanel } from './states-difference.tsx';

export interface LowerPanelsProps extends DifferencePanelProps, PlotPanelProps {
  /** What comes first is here: the rest may begin. */
  readonly isIdle: boolean;
}

/** Of more runs than this the gradient flows need all of the row. */
const MOST_BESIDE = 4;

const alignOf = (state: PageState) => state.align;
const detailOf = (state: PageState) => state.compareDetail;

/** What is compared below the curves. Beside few gradient flows there is room for the difference of the states. */
export function LowerPanels({ isIdle, summaries, groups, choices, ...shared }: LowerPanelsProps) {
  const { runs, version, stands, focus, navigate } = shared;
  const align = usePageState(alignOf);
  const flow = {
    ...{ runs, version },
    isDue: isIdle || runs.length < 2,
    at: runs.map(stands),
    onEpoch: (run: RunData, epoch: number) => navigate(putOn(align, focus, run, epoch)),
  };
  const detail = usePageState(detailOf);
  const plot = { runs, summaries, groups, choices, version, navigate };
  if (runs.length === 0) return <FlowsPanel {...flow} />;
  if (detail === 'states') return <StatesDifferencePanel {...shared} />;
  if (detail === 'attention') return <AttentionDifferencePanel {...shared} />;
  if (detail === 'cka') return <SimilarityPanel {...shared} />;
  if (detail === 'scatter') return <ScatterPanel {...plot} />;
  if (detail === 'parallel') return <ParallelPanel {...plot} />;
  if (detail === 'spread') return <DistributionPanel {...plot} {...{ stands, focus }} />;
  const flows = <FlowsPanel {...flow} />;
  if (runs.length < 2 || runs.length > MOST_BESIDE) return flows;
  return (
    <div className="compare-beside">
      {flows}
      <StatesDifferencePanel {...shared} isBrief isWanted={isIdle} />
    </div>
  );
}
