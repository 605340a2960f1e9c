import { rowsOf } from '../../analysis/linalg/rows.ts';
import { evenIndices, finiteMask } from '../../analysis/projection/epoch-sample.ts';
import { conceptScores } from '../../analysis/states/concept-scores.ts';
import type { Concept } from '../../analysis/states/concepts.ts';
import { UnrolledError } from '../../base/errors.ts';
import type { Job } from './jobs.ts';
import type { ScoresInput } from './scores.ts';
import { hasRows } from './tensor-ref.ts';

/** Multiplications that all scores together may take. */
const MOST_WORK = 4e9;
/** Circular shifts of the labels that say what chance does. */
export const SHIFTS = 200;
/** Epochs that are scored however much there is to do; fewer steps are looked at then. */
const FEWEST_EPOCHS = 8;

/** Scores every unit against every concept over the epochs, with labels shifted around the circle as a control. */
export const scoresJob: Job<'scores'> = async function* ({ snapshots, concepts }, read) {
  const [first] = snapshots;
  if (!first) throw new UnrolledError('no-points', 'scores: no snapshots — wait for the end of an epoch');
  const [sequences = 0, time = 0, units = 1] = first.shape;
  const each = units * concepts.length * (SHIFTS + 1);
  const mask = finiteMask(await read(first), units);
  const valid = mask.reduce((sum, one) => sum + one, 0);
  const fewest = Math.min(FEWEST_EPOCHS, snapshots.length);
  const most = Math.max(100, Math.floor(MOST_WORK / (each * fewest)));
  const steps = wholeSequences(mask, sequences, time, most);
  const kept = Math.max(fewest, Math.min(snapshots.length, Math.floor(MOST_WORK / Math.max(1, each * steps.length))));
  const chosen = Array.from(evenIndices(snapshots.length, kept), (at) => snapshots[at]!);
  const values = new Float32Array(concepts.length * chosen.length * units).fill(Number.NaN);
  const chance = new Float32Array(concepts.length * chosen.length).fill(Number.NaN);
  const measures: ('auroc' | 'spearman')[] = concepts.map(({ labels }) => measureOf(labels));
  for (const [e, snapshot] of chosen.entries()) {
    const states = hasRows(snapshot, steps, units) ? await read(snapshot, steps) : [];
    for (const [c, concept] of concepts.entries()) {
      score(states, units, steps, concept, c * chosen.length + e, values, chance);
      yield { phase: 'scores', done: (e * concepts.length + c + 1) / (chosen.length * concepts.length) };
    }
  }
  return {
    concepts: concepts.map(({ key }) => key),
    ...{ measures, units, values, chance, valid, steps: steps.length },
    epochs: Int32Array.from(chosen, ({ epoch }) => epoch),
  };
};

/** `states` are those of `steps`, one after the other. */
function score(
  states: ArrayLike<number>,
  units: number,
  steps: Int32Array,
  { labels }: Concept,
  place: number,
  values: Float32Array,
  chance: Float32Array,
): void {
  // a step counts where its label is known and its states are finite, at this epoch too
  const known = steps
    .map((_, at) => at)
    .filter((at) => {
      if (Number.isNaN(labels[steps[at]!]!)) return false;
      for (let unit = 0; unit < units; unit++) if (!Number.isFinite(states[at * units + unit]!)) return false;
      return true;
    });
  if (known.length < 2) return;
  const picked = new Float64Array(known.length * units);
  for (let i = 0; i < known.length; i++) {
    for (let unit = 0; unit < units; unit++) picked[i * units + unit] = states[known[i]! * units + unit]!;
  }
  const scores = conceptScores(
    rowsOf(picked, known.length, units),
    Float64Array.from(known, (at) => labels[steps[at]!]!),
    { shifts: SHIFTS },
  );
  for (const { unit, value } of scores.ranking) {
    values[place * units + unit] = scores.measure === 'auroc' ? 2 * (value - 0.5) : value;
  }
  chance[place] = scores.chance;
}

function measureOf(labels: Float32Array): 'auroc' | 'spearman' {
  return labels.every((label) => Number.isNaN(label) || label === 0 || label === 1) ? 'auroc' : 'spearman';
}

/** The valid rows of as many evenly spaced whole sequences as hold at most `most` steps; one at least. */
function wholeSequences(mask: Uint8Array, sequences: number, time: number, most: number): Int32Array {
  const rowsBy = Array.from({ length: sequences }, (_, sequence) =>
    Array.from({ length: time }, (_, t) => sequence * time + t).filter((row) => mask[row] === 1),
  ).filter((rows) => rows.length > 0);
  let count = rowsBy.length;
  const taken = () => Array.from(evenIndices(rowsBy.length, count), (at) => rowsBy[at]!);
  while (count > 1 && taken().reduce((sum, rows) => sum + rows.length, 0) > most) count--;
  return Int32Array.from(rowsBy.length === 0 ? [] : taken().flat());
}

/** Names all that scores depend on. */
export function scoresIdentity({ snapshots, concepts }: Omit<ScoresInput, 'source'>): string {
  return JSON.stringify([snapshots.map(({ id }) => id), concepts.map(({ key, labels }) => [key, [...labels]])]);
}
