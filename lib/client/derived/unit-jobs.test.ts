import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { decodeScores, encodeScores } from './scores-codec.ts';
import { scoresJob } from './scores-job.ts';
import { searchJob } from './search-job.ts';
import type { TensorRef } from './tensor-ref.ts';
import { finished } from './testing/finished.ts';

const SOURCE = { origin: '', store: '' };
const [SEQUENCES, TIME, UNITS] = [4, 20, 3];

function refOf(epoch: number): TensorRef {
  const shape = [SEQUENCES, TIME, UNITS];
  return { id: epoch, epoch, name: 'state_h', dtype: 'float32', shape, bytes: 4 * SEQUENCES * TIME * UNITS };
}

/** 1 in the middle of each sequence: what unit 1 learns to follow. */
const isInside = (row: number) => row % TIME >= 6 && row % TIME < 13;

/** Noise; from epoch 3 on unit 1 follows the concept, unit 2 its opposite. The last sequence ends after 10 steps. */
function statesAt(epoch: number): Float64Array {
  const random = seededRandom(epoch);
  return Float64Array.from({ length: SEQUENCES * TIME * UNITS }, (_, i) => {
    const [row, unit] = [Math.floor(i / UNITS), i % UNITS];
    if (row >= 3 * TIME + 10) return Number.NaN;
    const sign = epoch < 3 || unit === 0 ? 0 : unit === 1 ? 1 : -1;
    return sign * (isInside(row) ? 0.8 : -0.8) + 0.3 * normal(random);
  });
}

/** Those of all steps, or of some. */
async function read({ id }: TensorRef, rows?: Int32Array): Promise<Float64Array> {
  const states = statesAt(id);
  return rows
    ? Float64Array.from([...rows].flatMap((row) => [...states.subarray(row * UNITS, (row + 1) * UNITS)]))
    : states;
}

test('units that follow a concept are found from the epoch on at which they do, with their sign', async () => {
  const labels = Float32Array.from({ length: SEQUENCES * TIME }, (_, row) =>
    row < 3 * TIME + 10 ? Number(isInside(row)) : Number.NaN,
  );
  const ramp = Float32Array.from({ length: SEQUENCES * TIME }, (_, row) => row % TIME);
  const result = await finished<'scores'>(
    scoresJob(
      {
        source: SOURCE,
        snapshots: [1, 2, 3, 4].map(refOf),
        concepts: [
          { key: 'inside', labels },
          { key: 'timestep', labels: ramp },
        ],
      },
      read,
    ),
  );
  expect(result).toMatchObject({ concepts: ['inside', 'timestep'], measures: ['auroc', 'spearman'], units: 3 });
  expect([...result.epochs]).toEqual([1, 2, 3, 4]);
  expect([result.steps, result.valid]).toEqual([70, 70]);
  const at = (concept: number, epoch: number) => [
    ...result.values.subarray((concept * 4 + epoch) * 3, (concept * 4 + epoch + 1) * 3),
  ];
  const chance = (concept: number, epoch: number) => result.chance[concept * 4 + epoch]!;
  for (const epoch of [0, 1])
    expect(Math.max(...at(0, epoch).map(Math.abs))).toBeLessThanOrEqual(chance(0, epoch) + 0.15);
  for (const epoch of [2, 3]) {
    const [noise, follows, opposite] = at(0, epoch) as [number, number, number];
    expect(follows).toBeGreaterThan(0.95);
    expect(opposite).toBeLessThan(-0.95);
    expect(Math.abs(noise)).toBeLessThan(chance(0, epoch));
    expect(follows).toBeGreaterThan(chance(0, epoch));
  }
  expect(decodeScores(encodeScores(result))).toEqual(result);
  expect(() => decodeScores(encodeScores({ ...result, units: 4 }))).toThrow(/scores/);
});

test('states that are all alike, or none of them finite, have no scores and harm nothing', async () => {
  const labels = Float32Array.from({ length: SEQUENCES * TIME }, (_, row) => row % 2);
  const of = async (value: number) =>
    finished<'scores'>(
      scoresJob({ source: SOURCE, snapshots: [refOf(1)], concepts: [{ key: 'odd', labels }] }, async (_, rows) =>
        new Float64Array((rows?.length ?? SEQUENCES * TIME) * UNITS).fill(value),
      ),
    );
  expect([...(await of(0.5)).values]).toEqual([0, 0, 0]);
  expect([...(await of(Number.NaN)).values]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test('the pattern of a stretch is found in the other sequences, and near states are those inside', async () => {
  const result = await finished<'search'>(
    searchJob(
      { source: SOURCE, snapshot: refOf(5), limit: 1, sequence: 0, range: { from: 7, to: 10 }, timestep: 8 },
      read,
    ),
  );
  expect([...result.units]).toContain(1);
  expect([...result.units]).not.toContain(2);
  expect(result.stretches[0]!.sequence).not.toBe(0);
  expect(result.stretches.every(({ from, to }) => from >= 0 && to < TIME)).toBe(true);
  const found = new Set(
    result.stretches.filter(({ shared }) => shared === result.units.length).map(({ sequence }) => sequence),
  );
  expect([...found].filter((sequence) => sequence !== 0).length).toBeGreaterThanOrEqual(2);
  expect(result.states.slice(0, 5).every(({ timestep }) => isInside(timestep))).toBe(true);
  expect(result.states.some(({ sequence, timestep }) => sequence === 0 && Math.abs(timestep - 8) <= 1)).toBe(false);
});

test('without a stretch and a timestep, or with ones beyond the sequence, nothing is found', async () => {
  const base = { source: SOURCE, snapshot: refOf(5), limit: 1, sequence: 0 };
  const none = await finished<'search'>(searchJob({ ...base, range: null, timestep: null }, read));
  expect(none).toMatchObject({ stretches: [], states: [] });
  const beyond = await finished<'search'>(searchJob({ ...base, range: { from: 3, to: 99 }, timestep: 99 }, read));
  expect(beyond).toMatchObject({ stretches: [], states: [] });
  expect(beyond.units).toHaveLength(0);
});
