import { flatConfig } from '../../../lib/analysis/compare/config-difference.ts';
import type { RunData } from '../../../lib/client/run-data.ts';

/** Runs that are one setting tried with several seeds; of a single run it is that run. */
export interface Group {
  readonly name: string;
  readonly colour: number;
  /** In the order of their chips. */
  readonly runs: readonly RunData[];
}

/** A setting that only says with which seed a run was drawn. */
const SEED = /(^|[._-])(random_?)?seeds?$/i;

/** Folds runs into groups that differ in their seed alone: same project, same group, same other settings. */
export function groupsOf(runs: readonly RunData[], isFolded: boolean): readonly Group[] {
  if (!isFolded) return runs.map((run) => groupOf([run]));
  const found = new Map<string, RunData[]>();
  for (const run of runs) {
    const settings = [...flatConfig(run.info.config)]
      .filter(([key]) => !SEED.test(key))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    // without any other setting nothing says that two runs are the same thing tried twice
    const key = settings.length === 0 ? run.info.id : JSON.stringify([run.info.project, run.info.group, settings]);
    found.set(key, [...(found.get(key) ?? []), run]);
  }
  return [...found.values()].map(groupOf);
}

/** Whether folding would change anything. */
export function hasSeeds(runs: readonly RunData[]): boolean {
  return groupsOf(runs, true).length < runs.length;
}

function groupOf(runs: readonly RunData[]): Group {
  const [first] = runs as [RunData, ...RunData[]];
  return { name: runs.length === 1 ? first.info.name : commonName(runs), colour: first.info.colour, runs };
}

/** What the names begin with alike, without a number or a separator that was cut through; else the first one's. */
function commonName(runs: readonly RunData[]): string {
  const names = runs.map(({ info }) => info.name);
  const [first] = names as [string, ...string[]];
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const common = first.slice(0, length).replace(/[\s._-]*(s|seed)?[\s._-]*\d*$/i, '');
  return common.length > 1 ? common : first;
}
