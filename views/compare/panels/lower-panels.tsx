'use client';
import { COMPARE_DETAILS, type CompareDetail } from '../../../lib/client/page-state.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { differencesMessages as words } from '../differences-messages.ts';
import { AttentionDifferencePanel } from './attention-difference.tsx';
import { FlowsPanel } from './flows-panel.tsx';
import { SimilarityPanel } from './similarity-panel.tsx';
import { type DifferencePanelProps, StatesDifferencePanel } from './states-difference.tsx';

export interface LowerPanelsProps extends Omit<DifferencePanelProps, 'choice'> {
  /** What comes first is here: the rest may begin. */
  readonly isIdle: boolean;
}

/** Of more runs than this the gradient flows need all of the row. */
const MOST_BESIDE = 4;

/** What is compared below the curves. Beside few gradient flows there is room for the difference of the states. */
export function LowerPanels({ isIdle, ...shared }: LowerPanelsProps) {
  const { runs, version, epoch, navigate } = shared;
  const detail = usePageState((state) => state.compareDetail);
  const choice = (
    <Segmented<CompareDetail>
      label={words.detail}
      choices={COMPARE_DETAILS.map((value) => ({ value, label: words.details[value] }))}
      value={detail}
      onChange={(value) => navigate({ compareDetail: value })}
    />
  );
  if (runs.length === 0) return <FlowsPanel {...{ runs, version, epoch, navigate }} controls={choice} />;
  if (detail === 'states') return <StatesDifferencePanel {...shared} choice={choice} />;
  if (detail === 'attention') return <AttentionDifferencePanel {...shared} choice={choice} />;
  if (detail === 'cka') return <SimilarityPanel {...shared} choice={choice} />;
  const flows = <FlowsPanel {...{ runs, version, epoch, navigate }} controls={choice} />;
  if (runs.length < 2 || runs.length > MOST_BESIDE) return flows;
  return (
    <div className="compare-beside">
      {flows}
      <StatesDifferencePanel {...shared} choice={null} isBrief isWanted={isIdle} />
    </div>
  );
}
