import type { CapturedCell } from '../../lib/model/model-layers.ts';
import type { GatedCell, Tensor, Tf } from '../../lib/model/tfjs-internals.ts';
import type { LayerGates } from './capture.ts';
import { validSteps } from './flow-statistics.ts';
import { callPath } from './flows.ts';
import type { CellTrace, LayerCall, Recording } from './recording.ts';
import { inTrueTime } from './true-time.ts';

/** Gate values of one layer that are computed by default: more would take seconds and hundreds of megabytes. */
const MOST_VALUES = 2 ** 23;

/** Gates in the order of the columns of the kernel; the candidate is a gate's block too. */
const GATES: { readonly [className: string]: readonly string[] } = {
  LSTMCell: ['i', 'f', 'c', 'o'],
  GRUCell: ['z', 'r', 'h'],
};

/**
 * The gates of every cell that a pass recorded with its inputs, computed after the pass: all steps in one product. As in
 * tfjs-layers 4.22, in inference mode: LSTM act(x·K + h·U + b); GRU the same, its reset gate before the product. Of the
 * first sequences only where a layer's gates have more than `most` values.
 */
export function readGates(
  tf: Tf,
  recording: Recording,
  cells: readonly CapturedCell[],
  most = MOST_VALUES,
): LayerGates[] {
  return recording.liveCalls('inputs').flatMap(({ call, number }) =>
    cells.flatMap(({ path, layer, cell }) => {
      const trace = layer === call.layer ? call.cells.get(cell) : undefined;
      const names = GATES[cell.getClassName()];
      if (trace === undefined || names === undefined || trace.x.length === 0) return [];
      return readCell(tf, callPath(path, number), cell as GatedCell, names, { call, trace, most });
    }),
  );
}

function readCell(
  tf: Tf,
  layer: string,
  cell: GatedCell,
  names: readonly string[],
  { call, trace, most }: { readonly call: LayerCall; readonly trace: CellTrace; readonly most: number },
): LayerGates[] {
  const { units } = cell;
  const time = trace.steps;
  const batch = Math.max(1, Math.min(call.batch, Math.floor(most / (time * units * names.length))));
  const mask = call.mask === null ? null : call.mask.dataSync().subarray(0, batch * time);
  const valid = mask && validSteps(mask, batch);
  const whole = gatesOf(tf, cell, names, trace, batch);
  return names.map((gate, at) => {
    const values = { values: whole[at]!, time, batch, units };
    return { layer, gate, shape: [batch, time, units], values: inTrueTime(values, call.layer.goBackwards, valid) };
  });
}

/** Activations of all gates, each [step, sequence, unit], of the first `batch` sequences. */
function gatesOf(
  tf: Tf,
  cell: GatedCell,
  names: readonly string[],
  trace: CellTrace,
  batch: number,
): readonly Float32Array[] {
  const first = (tensor: Tensor) => (tensor.shape[0] === batch ? tensor : tf.slice(tensor, 0, batch));
  const gates = tf.tidy(() => {
    const x = tf.concat(trace.x.map(first), 0) as Tensor;
    const h = tf.concat(trace.before.map(first), 0) as Tensor;
    return names[0] === 'z' ? gruGates(tf, cell, x, h) : lstmGates(tf, cell, x, h);
  });
  const values = gates.map((gate) => gate.dataSync() as Float32Array);
  tf.dispose(gates);
  return values;
}

function lstmGates(tf: Tf, cell: GatedCell, x: Tensor, h: Tensor): Tensor[] {
  const product = tf.add(tf.matMul(x, cell.kernel.val), tf.matMul(h, cell.recurrentKernel.val));
  const blocks = tf.split(withBias(tf, cell, product), 4, 1);
  return blocks.map((block, i) => (i === 2 ? cell.activation : cell.recurrentActivation).apply(block));
}

function gruGates(tf: Tf, cell: GatedCell, x: Tensor, h: Tensor): Tensor[] {
  const { units } = cell;
  const [xz, xr, xh] = tf.split(withBias(tf, cell, tf.matMul(x, cell.kernel.val)), 3, 1);
  const [gatesKernel, candidateKernel] = tf.split(cell.recurrentKernel.val, [2 * units, units], 1);
  const [hz, hr] = tf.split(tf.matMul(h, gatesKernel!), 2, 1);
  const z = cell.recurrentActivation.apply(tf.add(xz!, hz!));
  const r = cell.recurrentActivation.apply(tf.add(xr!, hr!));
  return [z, r, cell.activation.apply(tf.add(xh!, tf.matMul(tf.mul(r, h), candidateKernel!)))];
}

function withBias(tf: Tf, cell: GatedCell, product: Tensor): Tensor {
  return cell.useBias && cell.bias ? tf.add(product, cell.bias.val) : product;
}
