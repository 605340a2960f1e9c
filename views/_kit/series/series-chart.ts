import { chartCode } from '../../../lib/client/chart-code.ts';
import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import type { Context } from '../../../lib/protocol/record.ts';
import { SERIES, type SeriesKey } from '../../../lib/protocol/record.ts';
import type { Curve } from '../curves/curve.ts';

/** One quantity of all runs: train and val, steps and epochs, and the segments of a run are lines of the same chart. */
export interface SeriesChart {
  /** `gradient_norm|layer:lstm_1|weight:lstm_1/kernel` */
  readonly name: string;
  /** The same in a link. */
  readonly code: string;
  /** The same for a person. */
  readonly label: string;
  readonly section: SectionName;
  /** Whether its values are told apart best by their powers of ten. */
  readonly log: boolean;
  /** The series of each run that has any, by the id of the run. */
  readonly series: ReadonlyMap<string, readonly SeriesColumns[]>;
}

/** What Unrolled measures by itself, by what it is about; everything else stands under the first part of its name. */
export const TOPICS = ['metrics', 'gradients', 'weights', 'units', 'spectra', 'attention', 'system'] as const;
export type Topic = (typeof TOPICS)[number];

/** A topic, or a prefix as it was logged: `grad` of `grad/kernel`. */
export type SectionName =
  | { readonly topic: Topic; readonly prefix?: never }
  | { readonly prefix: string; readonly topic?: never };

const TOPIC_OF: ReadonlyMap<string, Topic> = new Map([
  ...topic('gradients', ['globalGradientNorm', 'gradientNorm', 'gradientCosine', 'gradientSpike', 'clipped']),
  ...topic('gradients', ['memoryHorizon', 'flowRatio', 'decaySlope']),
  ...topic('weights', ['weightNorm', 'updateRatio']),
  ...topic('units', ['saturated', 'dead', 'frozen', 'redundant', 'cka']),
  ...topic('spectra', ['spectralRadius', 'largestSingular', 'nonOrthogonality', 'lyapunov']),
  ...topic('spectra', ['fixedPoints', 'stableFixedPoints']),
  ...topic('attention', ['attentionEntropy', 'attentionPadMass', 'attentionRowSumError', 'attentionAlignmentError']),
  ...topic('attention', ['attentionOffAlignment', 'decodedExact']),
  ...topic('system', ['systemCpu', 'systemMemory']),
]);
const OWN_NAMES: ReadonlySet<string> = new Set(Object.values(SERIES));
const LOGARITHMIC: ReadonlySet<string> = new Set([
  SERIES.globalGradientNorm,
  SERIES.gradientNorm,
  SERIES.updateRatio,
  SERIES.flowRatio,
]);

function topic(of: Topic, names: readonly (keyof typeof SERIES)[]): readonly (readonly [string, Topic])[] {
  return names.map((name) => [SERIES[name], of] as const);
}

/** What tells charts apart: of the context all but the subset and how often a value comes. */
function subjectOf({ subset: _subset, per: _per, ...subject }: Context): Context {
  return subject;
}

/** The chart that a series belongs to, by its whole name. */
export function chartName({ name, context }: SeriesKey): string {
  const subject = subjectOf(context);
  const parts = Object.keys(subject)
    .sort()
    .map((key) => `${key}:${subject[key]}`);
  return [name, ...parts].join('|');
}

/** A chart in words: `gradient norm lstm_1/kernel`. Names that a script gave stay as they are. */
export function chartLabel({ name, context }: SeriesKey): string {
  const { weight, layer, ...rest } = subjectOf(context);
  const said = OWN_NAMES.has(name) && !name.includes('/') ? name.replaceAll('_', ' ') : name;
  return [said, weight ?? layer, ...Object.values(rest)].filter(Boolean).join(' ');
}

function sectionOf(name: string): SectionName {
  const topic = TOPIC_OF.get(name);
  if (topic) return { topic };
  const slash = name.indexOf('/');
  return slash > 0 ? { prefix: name.slice(0, slash) } : { topic: 'metrics' };
}

/** Every chart there is to draw of some runs, in the order the series came: those of the first run first. */
export function seriesCharts(runs: readonly RunData[]): readonly SeriesChart[] {
  const found = new Map<string, Omit<SeriesChart, 'series'> & { series: Map<string, SeriesColumns[]> }>();
  for (const run of runs) {
    for (const series of run.series.values()) {
      const name = chartName(series);
      let chart = found.get(name);
      if (!chart) {
        const about = { section: sectionOf(series.name), log: LOGARITHMIC.has(series.name) };
        chart = { name, code: chartCode(name), label: chartLabel(series), ...about, series: new Map() };
        found.set(name, chart);
      }
      const own = chart.series.get(run.info.id);
      if (own) own.push(series);
      else chart.series.set(run.info.id, [series]);
    }
  }
  return [...found.values()];
}

/** The lines of a chart as far as they reach now: those of the runs in their order, segments one after another. */
export function curvesOf({ series }: SeriesChart, runs: readonly RunData[]): readonly Curve[] {
  return runs.flatMap(({ info }) =>
    (series.get(info.id) ?? [])
      .filter(({ length }) => length > 0)
      .map((columns): Curve => {
        const { id, steps, values, length, of, context } = columns;
        return {
          ...{ colour: info.colour, run: info.name, runId: info.id, series: id, xs: steps, ys: values, length, of },
          ...kindOf(context),
        };
      }),
  );
}

function kindOf({ subset, per }: Context): Pick<Curve, 'kind' | 'label'> {
  if (subset === 'val') return { kind: 'val', label: '' };
  if (subset === 'train') return { kind: per === 'epoch' ? 'train' : 'train-step', label: '' };
  return { kind: 'signal', label: subset ?? '' };
}
