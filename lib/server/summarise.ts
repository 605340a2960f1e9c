import { healthOfEpochs } from '../analysis/health.ts';
import { isSmallerBetter } from '../protocol/metric.ts';
import { SERIES } from '../protocol/record.ts';
import type { RunInfo } from '../protocol/run.ts';
import type { Health, MetricSummary, RunSummary } from '../protocol/summary.ts';
import type { SeriesSummary, Store, StoredRun } from '../store/store.ts';

/** The parts of a summary that need more than the run's own row. */
export interface SummaryParts {
  readonly health: readonly Health[];
  readonly metrics: readonly MetricSummary[];
  readonly verdicts: RunSummary['verdicts'];
  readonly resumes: RunSummary['resumes'];
}

/** Reads health and metrics of a run. `judgedInfo` goes into the summary in place of the stored one. */
export async function summarise(store: Store, run: StoredRun, judgedInfo: RunInfo): Promise<RunSummary> {
  return { ...rowOf(run, judgedInfo), ...(await readParts(store, run.info.id)) };
}

/** The part of a summary that the run's own row holds. */
export function rowOf({ epoch, step }: StoredRun, info: RunInfo): Omit<RunSummary, keyof SummaryParts> {
  return { info, epoch, step };
}

/** Health per epoch, verdicts, resumes, and last, best, smallest and largest of each metric. */
export async function readParts(store: Store, runId: string): Promise<SummaryParts> {
  const { series, segments, epochs, verdicts } = await store.runParts(runId);
  // a resume may repeat epochs: the newest segment's count
  const byNumber = new Map(epochs.map((epoch) => [epoch.epoch, epoch]));
  const inOrder = [...byNumber.values()].sort((a, b) => a.epoch - b.epoch);
  return {
    health: healthOfEpochs(inOrder, verdicts),
    metrics: metricsOf(series),
    verdicts: [...new Set(verdicts.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule))],
    resumes: segments
      .filter(({ index }) => index > 0)
      .map(({ firstStep, startedMs }) => ({ step: firstStep, startedMs })),
  };
}

/** Names that are measurements of the watching, not metrics of the task. */
const NOT_METRICS: ReadonlySet<string> = new Set(Object.values(SERIES).filter((name) => name !== SERIES.loss));

/** Metrics out of the series of a run: per epoch where there are such points, else per step. */
export function metricsOf(series: readonly SeriesSummary[]): MetricSummary[] {
  const groups = new Map<string, SeriesSummary[]>();
  for (const each of series) {
    if (!isMetric(each) || each.count === 0) continue;
    const key = `${each.name}\u0000${each.context.subset ?? 'train'}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => metricOf(group)).sort(byName);
}

function isMetric({ name, context }: SeriesSummary): boolean {
  const { subset = 'train', per = 'step', ...rest } = context;
  const known = (subset === 'train' || subset === 'val') && (per === 'step' || per === 'epoch');
  return known && Object.keys(rest).length === 0 && !NOT_METRICS.has(name);
}

function metricOf(group: readonly SeriesSummary[]): MetricSummary {
  const perEpoch = group.filter(({ context }) => context.per === 'epoch');
  const chosen = perEpoch.length > 0 ? perEpoch : group;
  const newest = chosen.reduce((a, b) => (b.segment >= a.segment ? b : a));
  const [min, max] = [least(chosen.map((each) => each.min)), -least(chosen.map((each) => -each.max))];
  const subset = newest.context.subset === 'val' ? 'val' : 'train';
  const best = isSmallerBetter(newest.name) ? min : max;
  return { name: newest.name, subset, last: newest.lastValue, best, min, max };
}

/** The smallest finite one; NaN of none. */
function least(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.length > 0 ? Math.min(...finite) : Number.NaN;
}

const BY_LETTERS = new Intl.Collator('en');

/** Loss first, then by name; train before val. */
function byName(a: MetricSummary, b: MetricSummary): number {
  const rank = ({ name }: MetricSummary) => (name === SERIES.loss ? 0 : 1);
  return rank(a) - rank(b) || BY_LETTERS.compare(a.name, b.name) || (a.subset < b.subset ? -1 : 1);
}
