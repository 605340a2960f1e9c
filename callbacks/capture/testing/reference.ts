import { readFileSync } from 'node:fs';
import type { LayersModel } from '@tensorflow/tfjs';
import type { Tf } from '../../../lib/model/tfjs-internals.ts';

/** Reference adjoints, made by scripts/reference/gradient_flow.py. */
export interface Reference {
  readonly about: { readonly tolerance: number };
  readonly cases: readonly ReferenceCase[];
}

/** One model with its data and adjoints. */
export interface ReferenceCase {
  readonly name: string;
  readonly everyStep: boolean;
  readonly masked: boolean;
  /** The batch before, of a stateful model: it leaves the states this one starts from. */
  readonly warm?: number[][][];
  readonly x: number[][][];
  readonly y: number[][] | number[][][];
  readonly head: number[][];
  readonly loss: number;
  readonly layers: readonly ReferenceLayer[];
  /** What the losses of single steps send back: medians over sequences of joint norms, [layer][anchor][time]. */
  readonly itemised?: { readonly anchors: number[]; readonly medians: number[][][] };
}

/** One direction of one recurrent layer. */
export interface ReferenceLayer {
  readonly cell: 'simpleRNN' | 'gru' | 'lstm';
  readonly gate: 'sigmoid' | 'hardSigmoid';
  readonly bidirectional?: true;
  readonly direction: 'forward' | 'backward';
  readonly weights: [number[][], number[][], number[]];
  /** [time][sequence][unit], true time. */
  readonly adjoints: { readonly h: number[][][]; readonly c?: number[][][] };
  /** Per quantity (h, or h, c, joint): median, q10, q90 by time; null where every sequence is padded. */
  readonly statistics: readonly (readonly (readonly (number | null)[])[])[];
}

/** Reads the committed reference. */
export function readReference(): Reference {
  const file = new URL('../../../data/reference/gradient-flow.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Reference;
}

/** The tfjs model of a reference case, compiled with a learning rate that leaves the weights where they are. */
export function referenceModel(
  tf: Tf,
  { layers, head, x, warm, everyStep, masked }: ReferenceCase,
  asCells = false,
): LayersModel {
  const stateful = warm !== undefined;
  const batchInputShape = [stateful ? x.length : null, x[0]!.length, x[0]![0]!.length];
  const outputs = head[0]!.length;
  const first = layers.filter(({ direction }) => direction === 'forward');
  const inner = asCells
    ? [tf.layers.rnn({ cell: first.map((layer) => cellOf(tf, layer)), returnSequences: everyStep, stateful })]
    : first.map((layer, i) => layerOf(tf, layer, { returnSequences: everyStep || i < first.length - 1, stateful }));
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ batchInputShape }),
      ...(masked ? [tf.layers.masking({ maskValue: 0 })] : []),
      ...inner,
      tf.layers.dense({ units: outputs, useBias: false }),
    ] as never[],
  });
  const weights = [...layers.flatMap((layer) => layer.weights), head].map((values) => tf.tensor(values));
  model.setWeights(weights);
  tf.dispose(weights);
  model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  return model;
}

function layerOf(
  tf: Tf,
  { cell, gate, bidirectional }: ReferenceLayer,
  options: { readonly returnSequences: boolean; readonly stateful: boolean },
) {
  const config = { units: 4, recurrentActivation: gate, ...options } as const;
  const layer = tf.layers[cell](config);
  return bidirectional ? tf.layers.bidirectional({ layer, mergeMode: 'concat' }) : layer;
}

function cellOf(tf: Tf, { cell, gate }: ReferenceLayer) {
  const config = { units: 4, recurrentActivation: gate } as const;
  if (cell === 'lstm') return tf.layers.lstmCell(config);
  return cell === 'gru' ? tf.layers.gruCell(config) : tf.layers.simpleRNNCell(config);
}
