import { UnrolledError } from '../base/errors.ts';
import type { KeptName } from '../client/derived/kept.ts';
import type { SaliencyMap } from '../model/saliency/map.ts';
import { type SaliencyOptions, saliencyRequest } from '../model/saliency/request.ts';
import type { StoredTensor } from '../protocol/delta.ts';
import { pack, uint8Column, unpack } from '../protocol/packet.ts';
import { decodeTensor, encodeTensor } from '../protocol/tensor-codec.ts';
import type { SavedModel, SavedWeights } from './saved-model.ts';
import { probeParts } from './saved-model.ts';

/** Version of what a kept map is: raised when a method's maths changes. */
const MAPS_VERSION = 1;

/** What a kept map explains. */
export interface MapSubject {
  readonly runId: string;
  /** All tensors of the run: the probe is among them. */
  readonly tensors: readonly StoredTensor[];
  readonly model: SavedModel;
  readonly sequence: number;
}

/**
 * What a map of one sequence at one epoch is kept under: everything it depends on. Tensors are named by their ids, whose
 * bytes never change; options by what they come to with their defaults. Throws `bad-option`.
 */
export function mapName(subject: MapSubject, weights: SavedWeights, options: SaliencyOptions): KeptName {
  const { runId, tensors, model, sequence } = subject;
  const ids = (of: readonly StoredTensor[]) => of.map(({ id }) => id);
  const probe = [ids(probeParts(tensors, 'probe_x')), ids(probeParts(tensors, 'probe_y'))];
  const identity = JSON.stringify([model.topology.id, ids(weights.tensors), probe, sequence, saliencyRequest(options)]);
  return { kind: 'saliency', version: MAPS_VERSION, runId, identity };
}

/** A map as one packet. */
export function encodeMap({ values, ...head }: SaliencyMap): Uint8Array {
  return pack(head, [encodeTensor(values, 'float32')]);
}

/** Reads {@link encodeMap}. Throws UnrolledError `bad-packet` or `bad-tensor` where it is none, or its parts do not fit. */
export function decodeMap(source: Uint8Array): SaliencyMap {
  const packet = unpack(source.slice());
  const head = packet.head as Omit<SaliencyMap, 'values'>;
  const { shape } = head;
  const isWhole =
    Array.isArray(shape) && shape.length === 3 && Array.isArray(head.classes) && Array.isArray(head.scores);
  if (!isWhole || head.classes.length !== shape[0] || head.scores.length !== shape[0]) {
    throw new UnrolledError('bad-packet', 'kept saliency: its parts do not fit — it is computed again');
  }
  const { values } = decodeTensor({ name: 'saliency', dtype: 'float32', shape }, uint8Column(packet, 0));
  return { ...head, values: values as Float32Array };
}
