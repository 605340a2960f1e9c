import { flatConfig } from '../../../lib/analysis/compare/flat-config.ts';
import type { RunData } from '../../../lib/client/run-data.ts';

/** Runs that are looked at as one. */
export interface RunGroup {
  readonly name: string;
  readonly colour: number;
  readonly runs: readonly RunData[];
  /** The reference run is one of them. */
  readonly isReference: boolean;
}

/** A setting that only starts the random numbers. */
const SEED = /(^|[._-])(random[._-]?)?seeds?$/i;

/** Whether a setting only starts the random numbers. */
export function isSeedKey(key: string): boolean {
  return SEED.test(key);
}

function seedless({ info }: RunData): string {
  const rest = [...flatConfig(info.config)].filter(([key]) => !isSeedKey(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([rest, info.model?.parameters ?? null]);
}

/** What tells the groups apart: null where every run is for itself. */
function keyOf(run: RunData, fold: string): string | null {
  if (fold === 'group') return run.info.group === null ? null : `group ${run.info.group}`;
  if (fold === 'seed') return seedless(run);
  if (!fold.startsWith('config:')) return null;
  const value = flatConfig(run.info.config).get(fold.slice('config:'.length));
  return value === undefined ? null : JSON.stringify(value);
}

/** Whether any runs differ in nothing but their seed. */
export function hasSeeds(runs: readonly RunData[]): boolean {
  return new Set(runs.map(seedless)).size < runs.length && runs.some(({ info }) => hasSeed(info.config));
}

function hasSeed(config: RunData['info']['config']): boolean {
  return [...flatConfig(config).keys()].some(isSeedKey);
}

/** How runs are folded: as chosen, else by their seeds where there are, else not at all. */
export function foldOf(chosen: string | null, runs: readonly RunData[]): string {
  return chosen ?? (hasSeeds(runs) ? 'seed' : 'none');
}

/** Groups in the order of their first runs, the reference's group first. */
export function groupsOf(runs: readonly RunData[], fold: string, reference: RunData | null): readonly RunGroup[] {
  const groups = new Map<string, RunData[]>();
  for (const run of runs) {
    const key = keyOf(run, fold) ?? `run ${run.info.id}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()]
    .map((members): RunGroup => {
      const isReference = reference !== null && members.includes(reference);
      return {
        name: members.length === 1 ? members[0]!.info.name : commonName(members, fold),
        colour: (isReference ? reference : members[0]!).info.colour,
        runs: members,
        isReference,
      };
    })
    .sort((a, b) => Number(b.isReference) - Number(a.isReference));
}

/** What the names have in common, or the first with how many more. */
function commonName(runs: readonly RunData[], fold: string): string {
  const names = runs.map(({ info }) => info.name);
  if (fold === 'group') return runs[0]!.info.group ?? names[0]!;
  if (fold.startsWith('config:')) {
    const key = fold.slice('config:'.length);
    return `${key} ${JSON.stringify(flatConfig(runs[0]!.info.config).get(key))}`;
  }
  let length = 0;
  while (names.every((name) => name[length] !== undefined && name[length] === names[0]![length])) length += 1;
  const common = names[0]!.slice(0, length).replace(/[\s._-]*(s|seed)?[\s._-]*\d*$/i, '');
  return common.length >= 2 ? common : `${names[0]} +${names.length - 1}`;
}
