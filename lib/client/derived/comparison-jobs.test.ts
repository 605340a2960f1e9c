import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { decodeMatch, encodeMatch } from './match-codec.ts';
import { MOST_UNITS, matchJob, SHIFTS } from './match-job.ts';
import { decodeSimilarity, encodeSimilarity } from './similarity-codec.ts';
import { MOST_STEPS, similarityJob } from './similarity-job.ts';
import type { TensorRef } from './tensor-ref.ts';
import { finished } from './testing/finished.ts';

const SOURCE = { origin: '', store: '' };

/** Snapshots by id, and what reads them: whole, or rows of them. */
function shelf(
  ...made: readonly { readonly shape: readonly [number, number, number]; readonly values: Float64Array }[]
) {
  const refs = made.map(({ shape, values }, id): TensorRef => {
    return { id, epoch: 1, name: 'state_h', dtype: 'float32', shape, bytes: 4 * values.length };
  });
  const read = async ({ id }: TensorRef, rows?: Int32Array) => {
    const { shape, values } = made[id]!;
    const width = shape[2];
    return rows
      ? Float64Array.from([...rows].flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]))
      : values;
  };
  return { refs, read };
}

type Shape = readonly [number, number, number];

function noise(shape: Shape, seed: number): { readonly shape: Shape; readonly values: Float64Array } {
  const random = seededRandom(seed);
  return { shape, values: Float64Array.from({ length: shape[0] * shape[1] * shape[2] }, () => normal(random)) };
}

/** `of` with its units in another order, every second one turned over, and a little noise. */
function shuffled({ shape, values }: ReturnType<typeof noise>, seed: number) {
  const own = noise(shape, seed).values;
  const units = shape[2];
  const partner = (unit: number) => (unit * 5 + 2) % units;
  const made = values.map((_, at) => {
    const unit = at % units;
    return (unit % 2 === 0 ? 1 : -1) * values[at - unit + partner(unit)]! + 0.1 * own[at]!;
  });
  return { shape, values: made, partner };
}

test('units of another order, turned over, are matched, and far beyond what chance matches', async () => {
  const left = noise([6, 20, 8], 1);
  const right = shuffled(left, 2);
  const { refs, read } = shelf(left, right);
  const result = await finished<'match'>(matchJob({ source: SOURCE, left: refs[0]!, right: refs[1]! }, read));
  expect(result).toMatchObject({ units: [8, 8], looked: [8, 8], matched: 8, mayTurn: true, steps: 120 });
  for (let unit = 0; unit < 8; unit++) expect(result.of[right.partner(unit)]).toBe(unit);
  for (let unit = 0; unit < 8; unit++) {
    expect(Math.sign(result.correlation[right.partner(unit)]!)).toBe(unit % 2 === 0 ? 1 : -1);
  }
  expect(result.chanceMean).toHaveLength(SHIFTS);
  expect(result.mean).toBeGreaterThan(Math.max(...result.chanceMean) + 0.5);
  expect(Math.max(...result.chanceMatched)).toBe(0);
  expect(decodeMatch(encodeMatch(result))).toEqual(result);
  expect(() => decodeMatch(encodeMatch({ ...result, units: [7, 8] }))).toThrow(/do not fit/);
  expect(() => decodeMatch(encodeMatch({ ...result, of: result.of.map(() => 8) }))).toThrow(/do not fit/);
});

test('steps that are padded in either, and sequences only one has, are left out; the narrower side has partners', async () => {
  const left = noise([5, 20, 8], 1);
  const copy = shuffled({ shape: [5, 20, 8], values: left.values }, 2);
  // 3 units of the first four sequences; the last ten steps of the first are padding
  const narrow = Float64Array.from({ length: 4 * 20 * 3 }, (_, at) => {
    const row = Math.floor(at / 3);
    return row >= 10 && row < 20 ? Number.NaN : copy.values[row * 8 + (at % 3)]!;
  });
  const { refs, read } = shelf(left, { shape: [4, 20, 3], values: narrow });
  const result = await finished<'match'>(matchJob({ source: SOURCE, left: refs[0]!, right: refs[1]! }, read));
  expect(result).toMatchObject({ units: [8, 3], matched: 3, steps: 70, sequences: 4, ofSequences: 4 });
  expect(result.of.filter((partner) => partner >= 0)).toHaveLength(3);
  expect([...result.order.subarray(0, 3)].sort()).toEqual([0, 1, 2].map(copy.partner).sort());
});

test('of very many units those that move most are matched; states that are never negative are not turned over', async () => {
  const units = MOST_UNITS + 8;
  const left = noise([2, 30, units], 1);
  // units 0 to 7 hardly move
  const still = left.values.map((value, at) => Math.abs(value) * (at % units < 8 ? 1e-3 : 1));
  const { refs, read } = shelf({ shape: [2, 30, units], values: still }, { shape: [2, 30, units], values: still });
  const result = await finished<'match'>(matchJob({ source: SOURCE, left: refs[0]!, right: refs[1]! }, read));
  expect(result).toMatchObject({ units: [units, units], looked: [MOST_UNITS, MOST_UNITS], mayTurn: false });
  expect([...result.of.subarray(0, 8)]).toEqual(Array(8).fill(-1));
  expect([...result.of.subarray(8)]).toEqual(Array.from({ length: MOST_UNITS }, (_, unit) => unit + 8));
  expect([...result.order.subarray(-8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
}, 30_000);

test('sequences of other lengths, or hardly a finite step, cannot be matched: it is said why', async () => {
  const other = shelf(noise([2, 20, 3], 1), noise([2, 19, 3], 2));
  const run = (with_: typeof other) =>
    finished<'match'>(matchJob({ source: SOURCE, left: with_.refs[0]!, right: with_.refs[1]! }, with_.read));
  await expect(run(other)).rejects.toThrow(/\[2, 20, 3\] and of \[2, 19, 3\] — both must be of as many timesteps/);
  const broken = { shape: [2, 20, 3] as const, values: new Float64Array(120).fill(Number.NaN) };
  await expect(run(shelf(noise([2, 20, 3], 1), broken))).rejects.toThrow(/0 steps at which both have finite states/);
});

test('a turned copy is the same to CKA, noise is not, and a run without finite states is like nothing', async () => {
  const one = noise([10, 90, 4], 1);
  const turned = shuffled(one, 2);
  const broken = { shape: [10, 90, 6] as const, values: new Float64Array(5_400).fill(Number.NaN) };
  const { refs, read } = shelf(
    one,
    { ...turned, values: turned.values.map((x) => 3 * x + 1) },
    noise([10, 90, 40], 3),
    broken,
  );
  const result = await finished<'similarity'>(similarityJob({ source: SOURCE, snapshots: refs }, read));
  expect(result).toMatchObject({ count: 4, steps: MOST_STEPS });
  const at = (i: number, j: number) => result.values[i * 4 + j]!;
  for (const i of [0, 1, 2]) expect(at(i, i)).toBeCloseTo(1, 9);
  expect(at(0, 1)).toBeGreaterThan(0.95);
  expect(at(1, 0)).toBe(at(0, 1));
  expect(Math.abs(at(0, 2))).toBeLessThan(0.05);
  expect([at(0, 3), at(3, 3)]).toEqual([Number.NaN, Number.NaN]);
  expect(result.chance[1]).toBeLessThan(0.05);
  expect([result.chance[0], result.chance[3]]).toEqual([Number.NaN, Number.NaN]);
  expect(decodeSimilarity(encodeSimilarity(result))).toEqual(result);
  expect(() => decodeSimilarity(encodeSimilarity({ ...result, count: 3 }))).toThrow(/do not fit/);
});

test('where all runs are broken, nothing is like anything; of other lengths it is refused', async () => {
  const broken = { shape: [2, 30, 2] as const, values: new Float64Array(120).fill(Number.NaN) };
  const none = shelf(broken, broken);
  const result = await finished<'similarity'>(similarityJob({ source: SOURCE, snapshots: none.refs }, none.read));
  expect(result.steps).toBe(0);
  expect(result.values.every(Number.isNaN)).toBe(true);
  const apart = shelf(noise([2, 30, 2], 1), noise([2, 20, 2], 2));
  const run = finished<'similarity'>(similarityJob({ source: SOURCE, snapshots: apart.refs }, apart.read));
  await expect(run).rejects.toThrow(/different lengths/);
});
