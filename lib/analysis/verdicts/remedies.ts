import type { LayerInfo } from '../../protocol/run.ts';
import type { Evidence, Remedy, RuleId } from '../../protocol/verdict.ts';
import type { RunHistory } from './history.ts';
import {
  chronoBias,
  forgetBias,
  gatedLayer,
  layerNorm,
  orthogonal,
  reinitialise,
  sigmoidGates,
  tanhInstead,
  updateGateBias,
  weightDecay,
} from './remedy-layers.ts';
import { clip, largerBatch, lowerLearningRate, raiseLearningRate } from './remedy-steps.ts';
import { CHECK_INPUT_SNIPPET, NORMALISE_INPUT_SNIPPET, SOFTMAX_SNIPPET } from './snippets.ts';

/**
 * What to do about a verdict of this rule, for this model, the likeliest help first. `evidence`
 * tells kinds of one rule apart. Values are ready to be shown, code is ready to be pasted. Layers that are unknown, or
 * not LSTM, GRU or SimpleRNN, get no remedy that would be a guess; no gated layer is told to use ReLU or SELU.
 */
export function remediesFor(
  rule: RuleId,
  layer: string | null,
  epoch: number,
  history: RunHistory,
  evidence: readonly Evidence[] = [],
): Remedy[] {
  const info = history.model?.layers.find((candidate) => candidate.path === layer) ?? null;
  switch (rule) {
    case 'NAN':
      return [lowerLearningRate(history, epoch), clip(history, epoch), fixed('check-input', CHECK_INPUT_SNIPPET)];
    case 'EXP-T':
    case 'EXP-S':
      return [clip(history, epoch), lowerLearningRate(history, epoch)];
    case 'CHA':
      return [...(info ? orthogonal(info) : []), clip(history, epoch), ...(info ? weightDecay(info) : [])];
    case 'VAN-T':
    case 'VAN-H':
      if (isWithoutGradient(evidence)) return [...(info ? reinitialise(info) : []), lowerLearningRate(history, epoch)];
      return info === null ? [] : againstVanishing(info, stepsNeeded(history, info.path, epoch));
    case 'VAN-L':
      return info === null ? [] : [layerNorm(info), ...(isSimple(info) ? orthogonal(info) : forgetBias(info))];
    case 'SAT':
      return [
        lowerLearningRate(history, epoch),
        ...(info ? weightDecay(info) : []),
        fixed('normalise-input', NORMALISE_INPUT_SNIPPET),
      ];
    case 'DEAD':
      return [
        ...(info ? tanhInstead(info) : []),
        lowerLearningRate(history, epoch),
        ...(info ? reinitialise(info) : []),
      ];
    case 'UWR':
      return evidence.some(({ quantity, relation }) => quantity === 'update-ratio' && relation === 'below')
        ? [raiseLearningRate(history, epoch, evidence)]
        : [lowerLearningRate(history, epoch), clip(history, epoch)];
    case 'OSC':
      return [lowerLearningRate(history, epoch), largerBatch()];
    case 'ATT':
      return againstAttention(evidence);
  }
}

function againstVanishing(layer: LayerInfo, steps: number): Remedy[] {
  switch (kindOf(layer)) {
    case 'LSTM':
      return [...forgetBias(layer), ...chronoBias(layer, steps), ...sigmoidGates(layer)];
    case 'GRU':
      return [...updateGateBias(layer, steps), ...sigmoidGates(layer)];
    case 'SimpleRNN':
      return [...orthogonal(layer), gatedLayer(layer)];
    default:
      return [];
  }
}

function againstAttention(evidence: readonly Evidence[]): Remedy[] {
  const wrong = new Set(evidence.filter(({ severity }) => severity !== null).map(({ quantity }) => quantity));
  return [
    ...(wrong.has('row-sum-error') ? [fixed('softmax-last', SOFTMAX_SNIPPET)] : []),
    ...(wrong.has('pad-mass') ? [fixed('mask-padding', 'maskZero: true')] : []),
  ];
}

/** A gradient that is exactly 0 at every step is not brought back by a bias: the weights have been driven too far. */
function isWithoutGradient(evidence: readonly Evidence[]): boolean {
  return evidence.some(({ quantity, value }) => quantity === 'flow-ratio' && value === 0);
}

function isSimple(layer: LayerInfo): boolean {
  return kindOf(layer) === 'SimpleRNN';
}

function kindOf({ className }: LayerInfo): string {
  return className.replace(/Cell$/, '');
}

function fixed(key: string, code: string): Remedy {
  return { key, values: {}, code };
}

/** The memory the task needs as declared, else all the steps there are. */
function stepsNeeded(history: RunHistory, layer: string, epoch: number): number {
  const snapshot = history.epochs.find((e) => e.epoch === epoch);
  return history.memory ?? snapshot?.layers.find((l) => l.layer === layer)?.flow.steps ?? 0;
}
