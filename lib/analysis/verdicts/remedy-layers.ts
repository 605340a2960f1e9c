import type { Json } from '../../protocol/json.ts';
import type { LayerInfo } from '../../protocol/run.ts';
import type { Remedy } from '../../protocol/verdict.ts';
import { gateBiasSnippet, REINITIALISE_SNIPPET, shown } from './snippets.ts';

/** tfjs leaves the forget gate's bias at 0 unless told, where Keras sets it to 1. */
export function forgetBias(layer: LayerInfo): Remedy[] {
  if (!isOf(layer, ['LSTM'])) return [];
  if (layer.config.unitForgetBias === true && layer.config.useBias !== false) return [];
  const code = layer.config.useBias === false ? 'useBias: true, unitForgetBias: true' : 'unitForgetBias: true';
  return [about(layer, 'forget-bias', code)];
}

/** Forget bias ln(T−1): a memory of about T steps from the start (Tallec & Ollivier, ICLR 2018). */
export function chronoBias(layer: LayerInfo, steps: number): Remedy[] {
  return gateBias('chrono-bias', layer, steps, 1, 4);
}

/** In tfjs' GRU the update gate z keeps the old state, so a positive bias remembers. */
export function updateGateBias(layer: LayerInfo, steps: number): Remedy[] {
  return gateBias('update-gate-bias', layer, steps, 0, 3);
}

/** tfjs' default gate has gradient exactly 0 beyond ±2.5. */
export function sigmoidGates(layer: LayerInfo): Remedy[] {
  if (normalName(layer.config.recurrentActivation) !== 'hardsigmoid') return [];
  return [about(layer, 'sigmoid-gates', `recurrentActivation: 'sigmoid'`)];
}

/** An orthogonal recurrence keeps the size of what goes through it. */
export function orthogonal(layer: LayerInfo): Remedy[] {
  if (!isOf(layer, RECURRENT) || normalName(layer.config.recurrentInitializer) === 'orthogonal') return [];
  return [about(layer, 'orthogonal', `recurrentInitializer: 'orthogonal'`)];
}

/** An LSTM in the place of a simple RNN. */
export function gatedLayer(layer: LayerInfo): Remedy {
  const sequences = layer.config.returnSequences === true ? ', returnSequences: true' : '';
  const code = `tf.layers.lstm({ units: ${layer.units ?? 'units'}, unitForgetBias: true, recurrentActivation: 'sigmoid'${sequences} })`;
  return about(layer, 'gated-layer', code);
}

/** Normalised outputs of a layer keep the gradient's size on its way to the layer below. */
export function layerNorm(layer: LayerInfo): Remedy {
  return about(layer, 'layer-norm', 'model.add(tf.layers.layerNormalization({ axis: -1 }));');
}

/** A penalty on the recurrent weights holds them where the gates still answer. */
export function weightDecay(layer: LayerInfo): Remedy[] {
  if (!isOf(layer, RECURRENT) || (layer.config.recurrentRegularizer ?? null) !== null) return [];
  return [about(layer, 'weight-decay', 'recurrentRegularizer: tf.regularizers.l2({ l2: 1e-4 })')];
}

/** A simple RNN of ReLU units loses them for good; tanh units come back. */
export function tanhInstead(layer: LayerInfo): Remedy[] {
  if (!isOf(layer, ['SimpleRNN']) || !['relu', 'relu6'].includes(normalName(layer.config.activation))) return [];
  return [about(layer, 'tanh', `activation: 'tanh'`)];
}

/** New weights for a layer whose units are stuck. */
export function reinitialise(layer: LayerInfo): Remedy[] {
  return isOf(layer, RECURRENT) ? [about(layer, 'reinitialise', REINITIALISE_SNIPPET)] : [];
}

const RECURRENT = ['LSTM', 'GRU', 'SimpleRNN'];

function isOf({ className }: LayerInfo, kinds: readonly string[]): boolean {
  return kinds.includes(className.replace(/Cell$/, ''));
}

function about(layer: LayerInfo, key: string, code: string): Remedy {
  return { key, values: { layer: layer.path }, code };
}

function gateBias(key: string, layer: LayerInfo, steps: number, gate: number, gates: number): Remedy[] {
  const bias = chronoValue(steps);
  if (layer.config.useBias === false || bias === null) return [];
  const values = { layer: layer.path, steps: String(steps), bias };
  return [{ key, values, code: gateBiasSnippet(gate, gates, bias) }];
}

/** ln(T−1), or null where that is not above the 1 of `unitForgetBias`. */
function chronoValue(steps: number): string | null {
  const bias = Math.log(steps - 1);
  return bias > 1 ? shown(bias) : null;
}

/** `hardSigmoid`, `hard_sigmoid`, `{ className: 'Orthogonal' }` → one spelling: `hardsigmoid`, `orthogonal`. */
export function normalName(config: Json | undefined): string {
  const name =
    typeof config === 'object' && config !== null && 'className' in config ? String(config.className) : String(config);
  return name.replace(/_/g, '').toLowerCase();
}
