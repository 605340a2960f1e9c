import type { LayerInfo } from '../../protocol/run.ts';
import { normalName } from '../verdicts/remedy-layers.ts';
import type { Finding, LintFacts } from './finding.ts';

/** From this many steps on a gradient fades noticeably past a forget gate that is half closed: .5 to the tenth is 1e-3. */
const LONG = 10;

/** tfjs leaves the forget gate's bias at 0 where Keras sets it to 1; it matters where a memory is needed. */
export function forgetBiasFindings({ model, memory, steps }: LintFacts): Finding[] {
  const isLong = memory !== null && memory >= LONG && (steps === null || steps >= LONG);
  return recurrent(model.layers)
    .filter((layer) => kindOf(layer) === 'LSTM' && layer.config.useBias !== false)
    .filter(({ config }) => config.unitForgetBias !== true)
    .map(({ path }) => ({
      id: 'forget-bias',
      layer: path,
      message: `${path}: forget gates begin half closed, because tfjs sets their bias to 0 where Keras sets 1${
        isLong ? `, and the task needs ${memory} steps` : ''
      }`,
      code: 'unitForgetBias: true',
      level: isLong ? 'warning' : 'info',
    }));
}

/** tfjs' default gate has a gradient of exactly 0 beyond ±2.5. */
export function hardSigmoidFindings({ model }: LintFacts): Finding[] {
  return recurrent(model.layers)
    .filter(({ config }) => normalName(config.recurrentActivation) === 'hardsigmoid')
    .map(({ path }) => ({
      id: 'hard-sigmoid',
      layer: path,
      message: `${path}: its gates are hardSigmoid, tfjs' default, which has no gradient beyond ±2.5`,
      code: `recurrentActivation: 'sigmoid'`,
      level: 'info',
    }));
}

/** tfjs has no clipping of its own, and a recurrent network's gradient can jump. */
export function clippingFindings({ model, clips }: LintFacts): Finding[] {
  if (clips !== false || recurrent(model.layers).length === 0) return [];
  const message = 'gradients are not clipped: one steep step can undo a recurrent network';
  const code = 'clipGradients(model.optimizer, { norm: 1 });';
  return [{ id: 'no-clipping', layer: null, message, code, level: 'info' }];
}

/** A stateful layer goes on from the batch before: that only means something in order. */
export function statefulFindings({ model, shuffles }: LintFacts): Finding[] {
  if (shuffles !== true) return [];
  return recurrent(model.layers)
    .filter(({ config }) => config.stateful === true)
    .map(({ path }) => ({
      id: 'stateful-shuffle',
      layer: path,
      message: `${path}: it carries its state from batch to batch, and fit shuffles the sequences`,
      code: 'shuffle: false',
      level: 'warning',
    }));
}

/** Padding that is not masked is read as input, and its steps are remembered. */
export function paddingFindings({ model, hasPadding }: LintFacts): Finding[] {
  if (hasPadding !== true || recurrent(model.layers).length === 0) return [];
  if (model.layers.some(({ className }) => className === 'Masking')) return [];
  return model.layers
    .filter(({ className, config }) => className === 'Embedding' && config.maskZero !== true)
    .map(({ path }) => ({
      id: 'padding-unmasked',
      layer: path,
      message: `${path}: sequences are padded with 0, and without a mask the padding is read, and attended to, as input`,
      code: 'maskZero: true',
      level: 'warning',
    }));
}

function recurrent(layers: readonly LayerInfo[]): readonly LayerInfo[] {
  return layers.filter(({ kind }) => kind === 'recurrent');
}

function kindOf({ className }: LayerInfo): string {
  return className.replace(/Cell$/, '');
}
