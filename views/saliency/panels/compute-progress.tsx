'use client';
import { percent } from '../../_kit/numbers.ts';
import { saliencyMessages } from '../messages.ts';
import type { Progress } from '../use-explain.ts';

const words = saliencyMessages.compute;

export interface ComputeProgressProps {
  readonly progress: Progress;
  readonly onCancel: () => void;
}

/** How far a computation is, and a way out. */
export function ComputeProgress({ progress, onCancel }: ComputeProgressProps) {
  const { epoch, number, of, share } = progress;
  return (
    <div className="saliency-progress">
      <progress max={1} {...(share === null ? {} : { value: share })} aria-label={words.title} />
      <span role="status">{share === null ? words.loading : words.progress(epoch, number, of, percent(share))}</span>
      <button type="button" className="kit-button" onClick={onCancel}>
        {words.cancel}
      </button>
    </div>
  );
}
