'use client';
import type { RunData } from '../../../lib/client/run-data.ts';
import { canExplain, nearestWeights, type SavedModel } from '../../../lib/compute/saved-model.ts';
import { percent } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { saliencyMessages } from '../messages.ts';
import { epochRanges } from '../select/epoch-ranges.ts';
import type { Wanted } from '../select/recorded.ts';
import type { Asked, Explaining } from '../use-explain.ts';

const words = saliencyMessages.compute;

export interface ComputePanelProps {
  readonly data: RunData;
  readonly model: SavedModel | null;
  readonly wanted: Wanted;
  readonly target: number;
  readonly hasSteps: boolean;
  readonly epoch: number | null;
  /** Epochs already computed of what is wanted. */
  readonly done: ReadonlySet<number>;
  readonly explaining: Explaining;
  readonly navigate: Navigate;
}

/** What was not recorded, computed here from the weights the run kept. */
export function ComputePanel(props: ComputePanelProps) {
  const { data, model, wanted, target, hasSteps, epoch, done, explaining, navigate } = props;
  const { progress, error, backend, start, cancel } = explaining;
  const trouble = whyNot(data, model);
  if (trouble !== null || !canExplain(data, model)) {
    return (
      <Panel title={words.title} className="saliency-fitted">
        <p className="saliency-compute">{trouble}</p>
      </Panel>
    );
  }
  const at = nearestWeights(model, epoch);
  const ask = (epochs: Asked['epochs']) =>
    start({ model, epochs, sequence: wanted.sequence, method: wanted.method, target, hasSteps });
  const open = model.epochs.filter((each) => !done.has(each.epoch));
  const method = saliencyMessages.methods[wanted.method];
  return (
    <Panel title={words.title} unit={backend ? words.by(backend) : null} className="saliency-fitted">
      <div className="saliency-compute" aria-busy={progress !== null}>
        <p>
          {words.kept(epochRanges(model.epochs.map((each) => each.epoch)))}
          {at.isHalf ? ` ${words.half}` : ''}
          {epoch !== null && at.epoch !== epoch ? ` ${words.noneAt(epoch, at.epoch)}` : ''}
        </p>
        {progress ? (
          <div className="saliency-progress">
            <progress
              max={1}
              {...(progress.share === null ? {} : { value: progress.share })}
              aria-label={words.title}
            />
            <span role="status">
              {progress.share === null
                ? words.loading
                : words.progress(progress.epoch, progress.number, progress.of, percent(progress.share))}
            </span>
            <button type="button" className="kit-button" onClick={cancel}>
              {words.cancel}
            </button>
          </div>
        ) : (
          <div className="saliency-ask">
            <button type="button" className="kit-button" onClick={() => ask([at])}>
              {words.one(method, at.epoch)}
            </button>
            {open.length > 1 ? (
              <button type="button" className="kit-button" onClick={() => ask(open)}>
                {words.all(open.length)}
              </button>
            ) : null}
            {epoch !== null && at.epoch !== epoch ? (
              <button type="button" className="kit-ghost" onClick={() => navigate({ epoch: at.epoch })}>
                {words.go(at.epoch)}
              </button>
            ) : null}
          </div>
        )}
        {error ? (
          <p role="alert" className="saliency-trouble">
            {error}
          </p>
        ) : null}
      </div>
    </Panel>
  );
}

function whyNot(data: RunData, model: SavedModel | null): string | null {
  if (model === null) return words.noModel;
  if (model.unknownClasses.length > 0) return words.custom(model.unknownClasses.join(', '));
  return canExplain(data, model) ? null : words.noProbe;
}
