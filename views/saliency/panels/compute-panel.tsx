'use client';
import type { RunData } from '../../../lib/client/run-data.ts';
import { canExplain, nearestWeights, type SavedModel, type SavedWeights } from '../../../lib/compute/saved-model.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel } from '../../_kit/panel.tsx';
import { useCanCompute } from '../../_kit/state/use-can-compute.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { saliencyMessages } from '../messages.ts';
import { epochRanges } from '../select/epoch-ranges.ts';
import type { Wanted } from '../select/recorded.ts';
import type { Explaining } from '../use-explain.ts';
import { ComputeProgress } from './compute-progress.tsx';

const words = saliencyMessages.compute;

export interface ComputePanelProps {
  readonly data: RunData;
  readonly model: SavedModel | null;
  readonly wanted: Wanted;
  readonly epoch: number | null;
  readonly explaining: Explaining;
  readonly onCompute: (epochs: readonly SavedWeights[]) => void;
  readonly navigate: Navigate;
}

/** What was not recorded, computed here from the weights the run kept. */
export function ComputePanel(props: ComputePanelProps) {
  const { data, model, wanted, epoch, explaining, onCompute, navigate } = props;
  const { progress, error, backend, notKept, cancel } = explaining;
  const canCompute = useCanCompute();
  const trouble = canCompute ? whyNot(data, model, wanted) : words.inPage;
  if (trouble !== null || !canExplain(data, model)) {
    return (
      <Panel title={words.title} className="saliency-fitted">
        <p className="saliency-compute">{trouble}</p>
      </Panel>
    );
  }
  const at = nearestWeights(model, epoch);
  const method = saliencyMessages.methods[wanted.method];
  return (
    <Panel title={words.title} unit={backend ? words.by(backend) : null} className="saliency-fitted">
      <div className="saliency-compute" aria-busy={progress !== null}>
        <p>
          {words.kept(epochRanges(model.epochs.map((each) => each.epoch)))}
          {at.isHalf ? ` ${words.half}` : ''}
          {epoch !== null && at.epoch !== epoch ? ` ${words.noneAt(epoch, at.epoch)}` : ''}
        </p>
        {progress?.of === 1 ? (
          <ComputeProgress progress={progress} onCancel={cancel} />
        ) : (
          <div className="saliency-ask">
            <button type="button" className="kit-button" disabled={progress !== null} onClick={() => onCompute([at])}>
              {words.one(method, at.epoch)}
            </button>
            {epoch !== null && at.epoch !== epoch ? (
              <button type="button" className="kit-ghost" onClick={() => navigate({ epoch: at.epoch })}>
                {words.go(at.epoch)}
              </button>
            ) : null}
          </div>
        )}
        {notKept ? <p role="status">{words.notKept(notKept)}</p> : null}
        {error ? (
          <p role="alert" className="saliency-trouble">
            {error}
          </p>
        ) : null}
      </div>
    </Panel>
  );
}

function whyNot(data: RunData, model: SavedModel | null, { method }: Wanted): string | null {
  if (model === null) return words.noModel;
  if (model.unknownClasses.length > 0) return words.custom(model.unknownClasses.join(kitMessages.list), method);
  return canExplain(data, model) ? null : words.noProbe;
}
