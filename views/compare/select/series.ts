import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import type { SeriesPoints } from '../../../lib/protocol/delta.ts';
import { SERIES, type SeriesKey } from '../../../lib/protocol/record.ts';

/** A series as it is named in a link: `loss|per:epoch|subset:val`. */
export function nameOf({ name, context }: SeriesKey): string {
  const parts = Object.keys(context)
    .sort()
    .map((key) => `${key}:${context[key]}`);
  return [name, ...parts].join('|');
}

/** A series that some of the runs have. */
export interface SeriesChoice {
  readonly name: string;
  readonly key: SeriesKey;
  /** How many runs have it. */
  readonly runs: number;
}

/** Every series that any run has, those that more runs have first, else in the order they came. */
export function seriesChoices(runs: readonly RunData[]): readonly SeriesChoice[] {
  const found = new Map<string, { key: SeriesKey; runs: Set<string> }>();
  for (const run of runs) {
    for (const series of run.series.values()) {
      const { name, context } = series;
      const key = heldName(series);
      const choice = found.get(key) ?? { key: { name, context }, runs: new Set<string>() };
      choice.runs.add(run.info.id);
      found.set(key, choice);
    }
  }
  return [...found].map(([name, { key, runs: having }]) => ({ name, key, runs: having.size })).sort(byRuns);
}

const byRuns = (a: SeriesChoice, b: SeriesChoice) => b.runs - a.runs;

/** What is looked at first: the loss on what was not trained on, and how large gradients are. */
export function defaultSeries(choices: readonly SeriesChoice[]): readonly [string | null, string | null] {
  const lossOf = (subset: string, per: string) =>
    choices.find(
      ({ key: { name, context } }) => name === SERIES.loss && context.subset === subset && context.per === per,
    );
  const first =
    lossOf('val', 'epoch') ??
    lossOf('train', 'epoch') ??
    choices.find(({ key }) => key.name === SERIES.loss) ??
    choices[0];
  const second =
    choices.find(({ key }) => key.name === SERIES.globalGradientNorm) ?? choices.find((choice) => choice !== first);
  return [first?.name ?? null, second?.name ?? null];
}

const heldNames = new WeakMap<SeriesColumns, string>();

function heldName(series: SeriesColumns): string {
  const held = heldNames.get(series) ?? nameOf(series);
  heldNames.set(series, held);
  return held;
}

/** The series of a run that go by a name: one for each segment, in order. */
export function seriesNamed(run: RunData, name: string): readonly SeriesColumns[] {
  return [...run.series.values()].filter((series) => heldName(series) === name).sort((a, b) => a.segment - b.segment);
}

/** A run's points of one series over all its segments: from where a later segment begins it takes the place of the earlier. */
export interface RunPoints {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** How many stored points these stand for. */
  readonly of: number;
}

/**
 * The points of a run by name. `fetched` gives what was stored before; behind it comes what the page held since. Null while
 * something is on its way, or where the run has no such series.
 */
export function pointsOf(
  run: RunData,
  name: string,
  fetched: (series: number) => SeriesPoints | undefined,
): RunPoints | null {
  const parts: { readonly steps: Float64Array; readonly values: Float64Array }[] = [];
  let of = 0;
  for (const series of seriesNamed(run, name)) {
    const before = fetched(series.id);
    if (!before) return null;
    const last = before.steps.at(-1) ?? Number.NEGATIVE_INFINITY;
    let from = 0;
    while (from < series.length && series.steps[from]! <= last) from += 1;
    parts.push(before, {
      steps: series.steps.subarray(from, series.length),
      values: series.values.subarray(from, series.length),
    });
    of += before.of + series.length - from;
  }
  return parts.length === 0 ? null : { ...joined(parts), of };
}

function joined(parts: readonly { readonly steps: Float64Array; readonly values: Float64Array }[]) {
  if (parts.length === 2 && parts[1]!.steps.length === 0) return parts[0]!;
  const steps: number[] = [];
  const values: number[] = [];
  for (const part of parts) {
    const [first] = part.steps;
    while (first !== undefined && steps.length > 0 && steps[steps.length - 1]! >= first) {
      steps.pop();
      values.pop();
    }
    for (let i = 0; i < part.steps.length; i += 1) {
      steps.push(part.steps[i]!);
      values.push(part.values[i]!);
    }
  }
  return { steps: Float64Array.from(steps), values: Float64Array.from(values) };
}
