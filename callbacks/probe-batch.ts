import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { LayersModel } from '@tensorflow/tfjs';
import { UnrolledError } from '../lib/base/errors.ts';
import type { TensorRecord } from '../lib/protocol/record.ts';
import { TENSOR } from '../lib/protocol/record.ts';
import type { ProbeInfo } from '../lib/protocol/run.ts';
import { isPlainObject } from './json-values.ts';
import { lossName, trainedModel } from './model-info.ts';
import type { ProbeOptions } from './options.ts';
import { probeTexts } from './probe-texts.ts';
import type { Tf } from './tfjs-instance.ts';

/** A tensor held outside of tfjs, so that between measurements no tensor of ours lives. */
export interface HostTensor {
  readonly values: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

/** The fixed batch every epoch is measured on. */
export interface ProbeBatch {
  /** One per input of the model, in its order. */
  readonly x: readonly HostTensor[];
  /** One per output; empty when no targets were given. */
  readonly y: readonly HostTensor[];
  readonly info: ProbeInfo;
  /** Gives what the model writes for these sequences; null where a script gave nothing of the kind. */
  readonly decode: ProbeOptions['decode'] | null;
}

/** Copies a tensor, or anything tf.tensor takes, out of tfjs. Throws `bad-probe` for anything else. */
export function hostTensor(tf: Tf, value: unknown, what: string): HostTensor {
  if (value instanceof tf.Tensor && value.isDisposed) {
    throw bad(`${what}: a tensor that is disposed already — make it outside of tf.tidy, or keep it with tf.keep`);
  }
  try {
    // Nothing is returned out of tidy: it would walk every element of the array in search of tensors.
    let host: HostTensor | null = null;
    tf.tidy(() => {
      const tensor = value instanceof tf.Tensor ? value : tf.tensor(value as number[]);
      if (tensor.dtype === 'string' || tensor.dtype === 'complex64') throw new Error(`dtype ${tensor.dtype}`);
      host = {
        values: tensor.dataSync().slice(),
        shape: [...tensor.shape],
        dtype: tensor.dtype as HostTensor['dtype'],
      };
    });
    return host as unknown as HostTensor;
  } catch (cause) {
    throw new UnrolledError('bad-probe', `${what}: not a tensor or nested array of numbers — give one`, { cause });
  }
}

/** The tensors of a model's inputs or outputs, in its order, of one, a list, or a record by name. */
export function hostTensors(tf: Tf, value: unknown, names: readonly string[], what: string): readonly HostTensor[] {
  if (value instanceof tf.Tensor) return [hostTensor(tf, value, what)];
  if (Array.isArray(value) && value.some((item) => item instanceof tf.Tensor)) {
    return value.map((item, i) => hostTensor(tf, item, `${what}[${i}]`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
    return names.map((name) => hostTensor(tf, (value as Record<string, unknown>)[name], `${what}.${name}`));
  }
  return [hostTensor(tf, value, what)];
}

/** The probe the user gave, checked against the model. Throws `bad-probe` that says which shape is wanted. */
export function givenProbe(tf: Tf, model: LayersModel, given: ProbeOptions): ProbeBatch {
  if (!isPlainObject(given))
    throw bad("probe: not an object — give { x, y } with tensors of the model's inputs and targets");
  const { x, y, labels, classNames, decode } = given as ProbeOptions;
  const inputs = hostTensors(tf, x, model.inputNames, 'probe.x');
  const targets = y === undefined || y === null ? [] : hostTensors(tf, y, model.outputNames, 'probe.y');
  checkShapes(
    inputs,
    model.inputs.map(({ shape }) => shape),
    'probe.x',
  );
  const count = inputs[0]?.shape[0] ?? 0;
  if (count === 0) throw bad('probe.x: no sequences — give at least one');
  if (targets.length > 0 && targets.length !== model.outputs.length) {
    throw bad(`probe.y: ${targets.length} tensors — the model has ${model.outputs.length} outputs`);
  }
  for (const [what, tensors] of [
    ['probe.x', inputs],
    ['probe.y', targets],
  ] as const) {
    for (const { shape } of tensors) {
      if (shape[0] !== count) throw bad(`${what}: ${shape[0]} sequences — probe.x has ${count}`);
    }
  }
  for (const [i, target] of targets.entries()) checkTarget(target.shape, targetShape(model, i), i);
  const info = {
    origin: 'given',
    labels: perSequence(labels?.map(String), count, 'probe.labels'),
    ...probeTexts(given, count),
    classNames: classNames ? classNames.map(String) : null,
  } as const;
  if (decode !== undefined && typeof decode !== 'function') {
    throw bad(`probe.decode: ${String(decode)} — give a function that returns a list of tokens per sequence`);
  }
  return { ...makeProbe(model, inputs, targets, info), decode: decode ?? null };
}

/** A probe with its description. */
export function makeProbe(
  model: LayersModel,
  x: readonly HostTensor[],
  y: readonly HostTensor[],
  info: Omit<ProbeInfo, 'digest' | 'count' | 'inputShape'>,
): ProbeBatch {
  return {
    x,
    y,
    decode: null,
    info: {
      ...info,
      digest: digestOf([...x, ...y]),
      count: x[0]?.shape[0] ?? 0,
      inputShape: model.inputs[0]?.shape.slice(1) ?? [],
    },
  };
}

/** Runs `use` with the probe as tensors that live no longer than it. */
export function withProbeTensors<T>(tf: Tf, probe: ProbeBatch, use: (x: unknown, y: unknown) => T): T {
  const make = ({ values, shape, dtype }: HostTensor) => tf.tensor(values, [...shape], dtype);
  const x = probe.x.map(make);
  const y = probe.y.map(make);
  try {
    return use(x.length === 1 ? x[0] : x, y.length === 0 ? null : y.length === 1 ? y[0] : y);
  } finally {
    tf.dispose([...x, ...y]);
  }
}

/** The probe as the records that are stored once. Inputs beyond the first carry their name. */
export function probeRecords(model: LayersModel, probe: ProbeBatch, wallMs: number): readonly TensorRecord[] {
  const record = (name: string, part: string | undefined, first: string, tensor: HostTensor): TensorRecord => ({
    name,
    layer: null,
    ...storable(tensor),
    shape: tensor.shape,
    axes: axesOf(tensor.shape.length, first),
    attributes: part === undefined ? {} : { part },
    ...{ step: 0, epoch: 0, wallMs },
  });
  return [
    ...probe.x.map((tensor, i) => record(TENSOR.probeX, i > 0 ? model.inputNames[i] : undefined, 'feature', tensor)),
    ...probe.y.map((tensor, i) => record(TENSOR.probeY, i > 0 ? model.outputNames[i] : undefined, 'output', tensor)),
  ];
}

function storable({ values, dtype }: HostTensor): Pick<TensorRecord, 'dtype' | 'data'> {
  const copy = values.slice();
  return { dtype: dtype === 'bool' ? 'uint8' : dtype, data: new Uint8Array(copy.buffer) };
}

function axesOf(rank: number, last: string): readonly string[] {
  if (rank === 1) return ['sequence'];
  if (rank === 2) return ['sequence', last === 'feature' ? 'time' : last];
  return ['sequence', 'time', ...Array.from({ length: rank - 3 }, (_, i) => `axis_${i + 2}`), last];
}

function checkShapes(
  given: readonly HostTensor[],
  wanted: readonly (readonly (number | null)[])[],
  what: string,
): void {
  if (given.length !== wanted.length)
    throw bad(`${what}: ${given.length} tensors — the model has ${wanted.length} inputs`);
  given.forEach(({ shape }, i) => {
    const want = wanted[i] ?? [];
    const fits = shape.length === want.length && want.every((size, axis) => size === null || size === shape[axis]);
    if (!fits)
      throw bad(`${what}: shape ${show(shape)} — the model's input ${model(i, wanted.length)}wants ${show(want)}`);
  });
}

function checkTarget(shape: readonly number[], wanted: readonly (number | null)[] | null, index: number): void {
  if (wanted === null) return;
  // tfjs takes [n] for [n, 1].
  const given = shape.length === 1 && wanted.length === 2 ? [...shape, 1] : shape;
  const fits = given.length === wanted.length && wanted.every((size, axis) => size === null || size === given[axis]);
  if (!fits)
    throw bad(`probe.y${index > 0 ? `[${index}]` : ''}: shape ${show(shape)} — the model's loss wants ${show(wanted)}`);
}

/** The shape `fit` wants of a target, or null when it can't be known. */
function targetShape(model: LayersModel, index: number): readonly (number | null)[] | null {
  const trained = trainedModel(model) as unknown as { readonly feedOutputShapes?: unknown };
  const shapes = trained.feedOutputShapes;
  if (!Array.isArray(shapes) || !Array.isArray(shapes[index])) return null;
  const shape = shapes[index] as (number | null)[];
  // of this loss targets are the numbers of classes
  return lossOf(model, index) === 'sparseCategoricalCrossentropy' ? [...shape.slice(0, -1), 1] : shape;
}

/** Name of the loss of an output, null where it has none. */
function lossOf(model: LayersModel, index: number): string | null {
  const loss: unknown = trainedModel(model).loss;
  if (typeof loss !== 'object' || loss === null) return lossName(loss);
  return lossName(
    Array.isArray(loss) ? loss[index] : (loss as Record<string, unknown>)[model.outputNames[index] ?? ''],
  );
}

function perSequence<T>(values: readonly T[] | undefined, count: number, what: string): readonly T[] | null {
  if (values === undefined) return null;
  if (values.length !== count) throw bad(`${what}: ${values.length} entries — probe.x has ${count} sequences`);
  return values;
}

function digestOf(tensors: readonly HostTensor[]): string {
  // Not Node's: a page has no synchronous digest of its own, and both must give the same.
  const hash = sha256.create();
  for (const { values, shape, dtype } of tensors) {
    hash.update(new TextEncoder().encode(`${dtype}[${shape}]`));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return bytesToHex(hash.digest()).slice(0, 32);
}

function model(index: number, count: number): string {
  return count > 1 ? `${index + 1} ` : '';
}

function show(shape: readonly (number | null)[]): string {
  return `[${shape.map((size) => size ?? 'any').join(', ')}]`;
}

function bad(message: string): UnrolledError {
  return new UnrolledError('bad-probe', message);
}
