import { UnrolledError } from '../../base/errors.ts';
import { float64Column, int32Column, pack, uint8Column, unpack } from '../../protocol/packet.ts';
import { decodeTensor, encodeTensor } from '../../protocol/tensor-codec.ts';
import { type ProjectionResult, QUALITIES } from './projection.ts';

/** A projection as one packet, as it is kept by the server. */
export function encodeProjection(result: ProjectionResult): Uint8Array {
  const { rows, epochs, notFinite, coordinates, quality, basis, ...head } = result;
  const { mean, components, ratios, ...about } = basis ?? { mean: NONE, components: NONE, ratios: NONE };
  return pack({ ...head, basis: basis ? about : null }, [
    ...[rows, epochs, notFinite, encodeTensor(coordinates, 'float32'), quality],
    ...[mean, components, ratios],
  ]);
}

/** Reads {@link encodeProjection}. Throws UnrolledError `bad-packet` where it is none, or its parts do not fit. */
export function decodeProjection(source: Uint8Array): ProjectionResult {
  // a copy: what is kept must not hold the rest of a larger buffer
  const packet = unpack(source.slice());
  const head = packet.head as Omit<ProjectionResult, 'rows' | 'epochs' | 'notFinite' | 'coordinates' | 'quality'>;
  const [rows, epochs, notFinite] = [0, 1, 2].map((at) => int32Column(packet, at)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const bytes = uint8Column(packet, 3);
  const shape = [epochs.length, rows.length, head.axes];
  const coordinates = decodeTensor({ name: 'coordinates', dtype: 'float32', shape }, bytes).values as Float32Array;
  const quality = float64Column(packet, 4);
  const [mean, components, ratios] = [5, 6, 7].map((at) => float64Column(packet, at)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const fits =
    quality.length === epochs.length * QUALITIES.length &&
    (head.basis === null || (mean.length === head.units && components.length === ratios.length * head.units));
  if (!fits) throw new UnrolledError('bad-packet', 'projection: its parts do not fit — it is computed again');
  return {
    ...head,
    ...{ rows, epochs, notFinite, coordinates, quality },
    basis: head.basis ? { ...head.basis, mean, components, ratios } : null,
  };
}

const NONE = new Float64Array();
