import type { LayersModel } from '@tensorflow/tfjs';
import { messageOf, UnrolledError } from '../lib/base/errors.ts';
import { type Moment, TENSOR, type TensorRecord } from '../lib/protocol/record.ts';
import type { Tf } from './tfjs-instance.ts';

/**
 * The topology of a model as `tf.models.modelFromJSON` takes it, in UTF-8. `attributes.customClasses` names the classes of
 * layers that tfjs does not bring: who puts the model together must register them first. Throws `no-topology` where a
 * layer cannot say what it is made of.
 */
export function topologyRecord(tf: Tf, model: LayersModel, moment: Moment): TensorRecord {
  let json: string;
  try {
    json = model.toJSON(null, true) as string;
  } catch (cause) {
    throw new UnrolledError(
      'no-topology',
      `model topology: ${messageOf(cause)} — a layer of your own needs getConfig() and a static className`,
      { cause },
    );
  }
  const bytes = new TextEncoder().encode(json);
  return {
    ...moment,
    ...{ name: TENSOR.topology, layer: null, dtype: 'uint8', shape: [bytes.length], axes: ['byte'] },
    attributes: { format: 'layers-model', tfjs: tf.version.tfjs, customClasses: customClasses(tf, JSON.parse(json)) },
    // a buffer of its own: it moves to the writer's thread
    data: new Uint8Array(bytes),
  };
}

/** Classes of layers and cells that are no function of `tf.layers`, in the order met. */
function customClasses(tf: Tf, topology: unknown): string[] {
  const known = new Set(Object.keys(tf.layers).map(plain));
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { class_name: name, config } = value as {
      class_name?: unknown;
      config?: { units?: unknown; name?: unknown };
    };
    // initializers, regularizers and constraints have no name of their own
    const isLayer = typeof name === 'string' && typeof config?.name === 'string';
    if (isLayer && !known.has(plain(name)) && !MODELS.has(name)) found.add(name);
    for (const part of Object.values(value)) walk(part);
  };
  walk(topology);
  return [...found];
}

const MODELS: ReadonlySet<string> = new Set(['Sequential', 'Model', 'Functional', 'InputLayer']);

/** `LSTMCell` and `lstmCell`, `RNN` and `rnn` are one word. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
