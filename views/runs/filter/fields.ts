import { eachSetting, settingAt } from '../../../lib/analysis/compare/flat-config.ts';
import type { Json, JsonObject } from '../../../lib/protocol/json.ts';
import type { MetricSummary, RunSummary } from '../../../lib/protocol/summary.ts';

/** What a run has in a field; null: nothing. */
export type FieldValue = string | number | readonly string[] | null;

/** How a field is read. */
export type ReadField = (run: RunSummary) => FieldValue;

const OF_RUN: { readonly [field: string]: ReadField } = {
  name: ({ info }) => info.name,
  project: ({ info }) => info.project,
  group: ({ info }) => info.group,
  tags: ({ info }) => info.tags,
  notes: ({ info }) => info.notes || null,
  status: ({ info }) => info.status,
  started: ({ info }) => info.startedMs,
  duration: ({ info }) => ((info.finishedMs ?? info.heartbeatMs) - info.startedMs) / 1_000,
  epochs: ({ epoch }) => epoch,
  step: ({ step }) => step,
  host: ({ info }) => info.host,
  id: ({ info }) => info.id,
  verdicts: ({ verdicts }) => verdicts,
  resumes: ({ resumes }) => resumes.length,
};
const SAME_FIELD: { readonly [name: string]: string } = { tag: 'tags', epoch: 'epochs', verdict: 'verdicts' };

/** Fields every run has. */
export const RUN_FIELDS: readonly string[] = Object.keys(OF_RUN);

/** Which of a metric's numbers is meant. */
export const METRIC_SIDES = ['last', 'best', 'min', 'max'] as const;
export type MetricSide = (typeof METRIC_SIDES)[number];

/** A metric's name as it is written in filters and columns: `val_loss` of the validation data, `loss` of the training. */
export function metricName({ name, subset }: Pick<MetricSummary, 'name' | 'subset'>): string {
  return subset === 'val' ? `val_${name}` : name;
}

/** Names of settings (dotted) and metrics of some runs. */
export interface KnownNames {
  readonly config: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
}

/** The settings and metrics there are. */
export function namesOf(runs: readonly RunSummary[]): KnownNames {
  const config = new Set<string>();
  const add = (path: string) => config.add(path);
  const metrics = new Set<string>();
  for (const { info, metrics: own } of runs) {
    eachSetting(info.config, add);
    for (const metric of own) metrics.add(metricName(metric));
  }
  return { config, metrics };
}

/** The setting at a dotted key, as a number, a text, or null where there is none. */
export function settingOf(config: JsonObject, key: string): FieldValue {
  const value = settingAt(config, key);
  return value === undefined ? null : plainValue(value);
}

function plainValue(value: Json): FieldValue {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
    ? (value as readonly string[])
    : JSON.stringify(value);
}

function numberOf(name: string, side: MetricSide): ReadField {
  return ({ metrics }) => {
    for (const metric of metrics) if (metricName(metric) === name) return metric[side];
    return null;
  };
}

/**
 * How the field of a name is read: a field every run has, `config.KEY`, a setting by its bare key, a metric, or a metric with
 * `.last` (what it is without), `.best`, `.min`, `.max`. Null: no run has it.
 */
export function fieldOf(name: string, known: KnownNames): ReadField | null {
  const lower = name.toLowerCase();
  const ofRun = OF_RUN[SAME_FIELD[lower] ?? lower];
  if (ofRun) return ofRun;
  const key = name.startsWith('config.') ? name.slice('config.'.length) : name;
  if (known.config.has(key)) return ({ info }) => settingOf(info.config, key);
  if (known.metrics.has(name)) return numberOf(name, 'last');
  const dot = name.lastIndexOf('.');
  const side = METRIC_SIDES.find((each) => each === lower.slice(dot + 1));
  const metric = name.slice(0, dot);
  return side && known.metrics.has(metric) ? numberOf(metric, side) : null;
}

/** Every name that can be asked for, settings and metrics with their sides. */
export function allFields({ config, metrics }: KnownNames): readonly string[] {
  const bare = [...config].map((key) =>
    OF_RUN[key.toLowerCase()] || SAME_FIELD[key.toLowerCase()] ? `config.${key}` : key,
  );
  return [...RUN_FIELDS, ...bare, ...[...metrics].flatMap((name) => METRIC_SIDES.map((side) => `${name}.${side}`))];
}
