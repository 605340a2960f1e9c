import type { Json, JsonObject } from '../../protocol/json.ts';
import { fromJson, toJson } from '../../protocol/packet.ts';
import { TENSOR, type TensorRecord } from '../../protocol/record.ts';
import type { ProbeInfo } from '../../protocol/run.ts';
import { BYTES_PER_ELEMENT, elementCount } from '../../protocol/tensor-codec.ts';

const SEQUENCE = 'sequence';

/** The probe with some of its sequences (0-based), in their order. */
export function cutProbe(probe: ProbeInfo, kept: readonly number[]): ProbeInfo {
  const cut = <T>(list: readonly T[] | null | undefined) => list && kept.map((each) => list[each]!);
  return {
    ...probe,
    count: kept.length,
    measured: probe.count,
    labels: cut(probe.labels) ?? null,
    tokens: cut(probe.tokens) ?? null,
    ...(probe.targetTokens === undefined ? {} : { targetTokens: cut(probe.targetTokens) ?? null }),
    ...(probe.alignment === undefined ? {} : { alignment: cut(probe.alignment) ?? null }),
  };
}

/**
 * A tensor of a probe of `count` sequences with only some of them (0-based), in their order. What has no sequences, or
 * those of something else, comes back as it is; null: none of the kept sequences is in it.
 */
export function cutTensor(tensor: TensorRecord, kept: readonly number[], count: number): TensorRecord | null {
  if (tensor.name === TENSOR.decoded) return cutDecoded(tensor, kept, count);
  const axis = tensor.axes.indexOf(SEQUENCE);
  if (axis < 0) return tensor;
  const listed = listOf(tensor.attributes.sequences);
  const held = tensor.shape[axis] ?? 0;
  // a recorder short of room kept the first ones
  const rows = listed
    ? listed.flatMap((sequence, row) => (kept.includes(sequence) ? [{ row, sequence }] : []))
    : kept.filter((sequence) => sequence < held).map((sequence) => ({ row: sequence, sequence }));
  if (rows.length === 0) return null;
  const places = rows.map(({ row }) => row);
  const attributes = cutRows(tensor.attributes, places, held);
  return {
    ...tensor,
    shape: tensor.shape.with(axis, rows.length),
    data: takeRows(tensor, axis, places),
    // the numbers sequences have in the page
    attributes: listed ? { ...attributes, sequences: rows.map(({ sequence }) => kept.indexOf(sequence)) } : attributes,
  };
}

function cutDecoded(tensor: TensorRecord, kept: readonly number[], count: number): TensorRecord {
  const words = fromJson(new TextDecoder().decode(tensor.data));
  if (!Array.isArray(words) || words.length !== count) return tensor;
  const data = new TextEncoder().encode(toJson(kept.map((each) => words[each])));
  const attributes =
    'sequences' in tensor.attributes ? { ...tensor.attributes, sequences: kept.length } : tensor.attributes;
  return { ...tensor, shape: [data.byteLength], attributes, data };
}

function takeRows(
  { shape, dtype, data }: TensorRecord,
  axis: number,
  rows: readonly number[],
): Uint8Array<ArrayBuffer> {
  const outer = elementCount(shape.slice(0, axis));
  const inner = elementCount(shape.slice(axis + 1)) * BYTES_PER_ELEMENT[dtype];
  const taken = new Uint8Array(outer * rows.length * inner);
  let to = 0;
  for (let at = 0; at < outer; at++) {
    for (const row of rows) {
      const from = (at * shape[axis]! + row) * inner;
      taken.set(data.subarray(from, from + inner), to);
      to += inner;
    }
  }
  return taken;
}

/** Attributes that say something of each sequence: lists with an entry for each. */
const OF_EACH = new Set(
  'validSteps validSources classes steps scores baselineScores completeness points alignment'.split(' '),
);

function cutRows(attributes: JsonObject, rows: readonly number[], held: number): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]): [string, Json] => {
      if (Array.isArray(value)) {
        return [key, OF_EACH.has(key) && value.length === held ? rows.map((row) => value[row] as Json) : value];
      }
      return [key, value === null || typeof value !== 'object' ? value : cutRows(value as JsonObject, rows, held)];
    }),
  );
}

function listOf(value: Json | undefined): readonly number[] | null {
  return Array.isArray(value) && value.every((each) => typeof each === 'number') ? (value as number[]) : null;
}
