import { type PartingResult, partingOf } from '../../../lib/analysis/compare/parting.ts';
import { median } from '../../../lib/analysis/quantiles.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { RunGroup } from './groups.ts';
import { nameOf, type RunPoints, type SeriesChoice } from './series.ts';

/** Series that say early that something is different, the most telling first. */
const TELLING: readonly string[] = [
  SERIES.memoryHorizon,
  SERIES.globalGradientNorm,
  SERIES.flowRatio,
  SERIES.saturated,
  SERIES.lyapunov,
];
const MOST_TELLING = 6;

/** The series that are looked at for what parts first: the one shown, losses and metrics per epoch, then those that tell early. */
export function tellingSeries(choices: readonly SeriesChoice[], shown: string | null): readonly string[] {
  const common = choices.filter(({ runs }) => runs > 1);
  const metrics = common.filter(({ key: { context } }) => context.per === 'epoch');
  const early = TELLING.flatMap((name) => common.find(({ key }) => key.name === name) ?? []);
  const names = [...(shown ? [shown] : []), ...early, ...metrics].map((each) =>
    typeof each === 'string' ? each : nameOf(each.key),
  );
  return [...new Set(names)].slice(0, MOST_TELLING);
}

/** Value of each epoch (index epoch − 1): the median of the points within it. */
export function epochValues(
  { epochs }: Pick<RunData, 'epochs'>,
  { steps, values }: RunPoints,
): readonly (number | undefined)[] {
  const byEpoch = new Map(epochs.map(({ epoch, firstStep, step }) => [epoch, [firstStep, step] as const]));
  const found: (number | undefined)[] = [];
  let at = 0;
  for (const [epoch, [first, last]] of [...byEpoch].sort(([a], [b]) => a - b)) {
    while (at < steps.length && steps[at]! < first) at += 1;
    const from = at;
    while (at < steps.length && steps[at]! <= last) at += 1;
    if (at === from) continue;
    while (found.length < epoch - 1) found.push(undefined);
    const within = values.subarray(from, at);
    // one that is not finite is what happened
    found[epoch - 1] =
      within.find((value) => !Number.isFinite(value)) ?? (within.length === 1 ? within[0]! : median(within));
  }
  return found;
}

/** Where a group parts from the reference in one series. */
export interface GroupParting extends PartingResult {
  readonly group: RunGroup;
  /** 1-based; null: they do not part. */
  readonly epoch: number | null;
  /** Runs on both sides. */
  readonly n: readonly [number, number];
}

export interface SeriesPartings {
  readonly name: string;
  readonly groups: readonly GroupParting[];
  /** The first of them; null: none parts. */
  readonly first: GroupParting | null;
}

/** Where the other groups part from the reference's in a series; null while points are on their way. */
export function partingsOf(
  name: string,
  groups: readonly RunGroup[],
  points: (run: RunData, name: string) => RunPoints | null,
): SeriesPartings {
  const valuesOf = (group: RunGroup) =>
    group.runs.flatMap((run) => {
      const found = points(run, name);
      return found ? [epochValues(run, found)] : [];
    });
  const reference = groups.find(({ isReference }) => isReference);
  const own = reference ? valuesOf(reference) : [];
  const found = groups
    .filter(({ isReference }) => !isReference)
    .map((group): GroupParting => {
      const other = valuesOf(group);
      const result = partingOf(own, other);
      return {
        ...result,
        group,
        epoch: result.parting ? result.parting.at + 1 : null,
        n: [own.length, other.length],
      };
    });
  const first = found
    .filter(({ epoch }) => epoch !== null)
    .reduce<GroupParting | null>((best, each) => (best === null || each.epoch! < best.epoch! ? each : best), null);
  return { name, groups: found, first };
}
