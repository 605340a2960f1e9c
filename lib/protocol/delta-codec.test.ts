import { expect, test } from 'vitest';
import { type Delta, EMPTY_CURSOR, emptyDelta } from './delta.ts';
import { type DeltaMessage, decodeDeltaMessage, encodeDeltaMessage } from './delta-codec.ts';

const at = { step: 3, epoch: 1, wallMs: 5 };
const delta: Delta = {
  run: null,
  segments: [{ index: 0, firstStep: 0, startedMs: 1 }],
  series: [{ id: 7, segment: 0, name: '<b>', context: { subset: 'val' }, count: 3 }],
  points: [
    { id: 7, steps: Float64Array.of(1, 2, 3), values: Float64Array.of(Number.NaN, Infinity, -0.5), of: 30 },
    { id: 9, steps: Float64Array.of(3), values: Float64Array.of(1), of: 1 },
  ],
  moments: [
    {
      segment: 0,
      steps: Float64Array.of(1, 2, 3),
      epochs: Int32Array.of(1, 1, 2),
      wallMs: Float64Array.of(10, 20, 30),
      of: 3,
    },
  ],
  tensors: [
    {
      ...at,
      id: 4,
      bytes: 3,
      name: 'state_h',
      layer: null,
      dtype: 'uint8',
      shape: [3],
      axes: ['time'],
      attributes: { scale: 'raw' },
    },
  ],
  events: [{ ...at, id: 2, kind: 'log', level: 'info', message: 'x', data: {} }],
  epochs: [{ ...at, segment: 0, firstStep: 1, snapshot: true }],
  notes: [],
  verdicts: [],
  cursor: { series: { 7: 3, 9: 3 }, moments: { 0: 3 }, tensor: 4, event: 2, revision: 6 },
};
const message: DeltaMessage = {
  runId: 'run-1',
  instance: 'a.1',
  store: 's',
  seq: 12,
  whole: false,
  sentMs: 99,
  delta,
  inline: [{ id: 4, data: Uint8Array.of(1, 2, 3) }],
};

test('a message comes out as it went in, cursor included', () => {
  expect(decodeDeltaMessage(encodeDeltaMessage(message))).toEqual(message);
});

test('a message without anything new comes out as it went in', () => {
  const nothing = emptyDelta(EMPTY_CURSOR);
  const empty = { ...message, delta: nothing, inline: [] };
  expect(decodeDeltaMessage(encodeDeltaMessage(empty))).toEqual(empty);
});
