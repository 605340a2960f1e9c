import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import type { SERIES } from '../../../lib/protocol/record.ts';

/** Values at the ends of epochs that have one, by rising epoch. */
export interface EpochLine {
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

/** A series of a layer by epoch. Of an epoch trained twice (a resume) the later segment counts. */
export function epochLine(
  data: Pick<RunData, 'series' | 'epochs'>,
  name: (typeof SERIES)[keyof typeof SERIES],
  layer: string,
): EpochLine {
  const epochOf = new Map(data.epochs.map(({ segment, step, epoch }) => [`${segment}:${step}`, epoch]));
  const byEpoch = new Map<number, number>();
  const own = [...data.series.values()].filter((each) => each.name === name && each.context.layer === layer);
  for (const { segment, steps, values, length } of own.sort((a, b) => a.segment - b.segment)) {
    for (let index = 0; index < length; index += 1) {
      const epoch = epochOf.get(`${segment}:${steps[index]!}`);
      if (epoch !== undefined) byEpoch.set(epoch, values[index]!);
    }
  }
  const sorted = [...byEpoch].sort(([a], [b]) => a - b);
  return { epochs: sorted.map(([epoch]) => epoch), values: sorted.map(([, value]) => value) };
}

/** The value at an epoch, else at the last one before it that has one; null of none. */
export function valueAt({ epochs, values }: EpochLine, epoch: number | null) {
  const index = epoch === null ? epochs.length - 1 : epochs.findLastIndex((each) => each <= epoch);
  return index < 0 ? null : { epoch: epochs[index]!, value: values[index]! };
}

/** Shares of units over epochs, in the order of what a reader asks first. */
export const SHARES = ['saturated', 'dead', 'frozen', 'redundant'] as const;

/** Top of an axis of shares: the least round share that holds all of them, so that small ones can be told apart. */
export function shareTop(lines: readonly EpochLine[]): number {
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.filter(Number.isFinite)));
  return [0.05, 0.1, 0.25, 0.5].find((top) => highest <= top) ?? 1;
}

/** Domain of an axis of λ: holds 0 and all finite values with their errors, in round steps of 0.5. */
export function exponentDomain(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = Math.floor(Math.min(-0.25, ...finite) * 2) / 2;
  const high = Math.ceil(Math.max(0.25, ...finite) * 2) / 2;
  return [low, high];
}

/** Standard errors of λ₁ of the epochs whose spectrum was stored, by epoch. */
export function exponentErrors(spectra: readonly StoredTensor[]): ReadonlyMap<number, number> {
  return new Map(
    spectra.flatMap(({ epoch, attributes: { standardErrors } }): [number, number][] => {
      const first = Array.isArray(standardErrors) ? standardErrors[0] : null;
      return typeof first === 'number' ? [[epoch, first]] : [];
    }),
  );
}
