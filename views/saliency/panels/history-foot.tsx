'use client';
import { saliencyMessages } from '../messages.ts';
import type { Coverage } from '../select/coverage.ts';
import type { Progress } from '../use-explain.ts';
import { ComputeProgress } from './compute-progress.tsx';

const words = saliencyMessages.history;

export interface HistoryFootProps {
  readonly coverage: Coverage;
  /** The model can be put together in this page. */
  readonly canCompute: boolean;
  /** Of a computation of several epochs; null: none goes on. */
  readonly progress: Progress | null;
  /** Something is being computed. */
  readonly isBusy: boolean;
  readonly onCompute: () => void;
  readonly onCancel: () => void;
}

/** Which epochs are there, which can be had, and which never. */
export function HistoryFoot({ coverage, canCompute, progress, isBusy, onCompute, onCancel }: HistoryFootProps) {
  const { known, reached, open, lost } = coverage;
  if (progress) {
    return (
      <div className="saliency-foot">
        <ComputeProgress progress={progress} onCancel={onCancel} />
      </div>
    );
  }
  const says = [
    words.known(known, reached),
    open.length > 0 ? words.open(open.length) : null,
    lost > 0 ? words.lost(lost, canCompute) : null,
  ];
  return (
    <div className="saliency-foot">
      <span>{says.filter(Boolean).join(' ')}</span>
      {open.length > 0 ? (
        <button type="button" className="kit-button" disabled={isBusy} onClick={onCompute}>
          {words.compute(open.length)}
        </button>
      ) : null}
    </div>
  );
}
