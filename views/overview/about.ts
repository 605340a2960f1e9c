import type { RunData } from '../../lib/client/run-data.ts';
import type { Json, JsonObject } from '../../lib/protocol/json.ts';
import type { EventKind } from '../../lib/protocol/record.ts';
import { measuredOn } from '../../lib/protocol/run.ts';
import { kitMessages } from '../_kit/messages.ts';
import { whole } from '../_kit/numbers.ts';
import { recordedText } from '../_kit/told/recorded-text.ts';
import { overviewMessages as words } from './messages.ts';

/** What is shown of a run beside its curves. */
export const ABOUT_TABS = ['config', 'model', 'probe', 'settings', 'environment', 'console', 'record'] as const;
export type AboutTab = (typeof ABOUT_TABS)[number];

export interface AboutRow {
  readonly name: string;
  readonly value: string;
}

/** The rows of a tab; none where nothing is known. */
export function aboutRows(data: RunData, tab: AboutTab): readonly AboutRow[] {
  const { info } = data;
  if (tab === 'config') return flatRows(info.config);
  if (tab === 'environment') return [...flatRows(info.environment), ...changeRows(data)];
  if (tab === 'model') return modelRows(data);
  if (tab === 'probe') return probeRows(data);
  if (tab === 'settings') return eventRows(data, (kind) => kind === 'lint');
  if (tab === 'console') return eventRows(data, (kind) => kind === 'console');
  return recordRows(data);
}

function flatRows(object: JsonObject, prefix = ''): readonly AboutRow[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const isNested = value !== null && typeof value === 'object' && !Array.isArray(value);
    return isNested ? flatRows(value as JsonObject, `${prefix}${key}.`) : [{ name: prefix + key, value: text(value) }];
  });
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was changed in the code since the commit, as the diff says it. */
function changeRows({ events }: RunData): readonly AboutRow[] {
  const diff = events.find(({ kind }) => kind === 'diff')?.data.diff;
  return typeof diff === 'string' ? [{ name: words.changes, value: diff }] : [];
}

function modelRows({ info: { model } }: RunData): readonly AboutRow[] {
  if (!model) return [];
  return [
    { name: words.model.parameters, value: whole(model.parameters) },
    { name: words.model.loss, value: model.loss ?? '' },
    { name: words.model.optimizer, value: model.optimizer ?? '' },
    ...model.layers.map(({ path, className, units }) => ({ name: path, value: words.model.layer(className, units) })),
  ].filter(({ value }) => value !== '');
}

function probeRows({ info: { probe } }: RunData): readonly AboutRow[] {
  if (!probe) return [];
  return [
    { name: words.probe.sequences, value: whole(measuredOn(probe)) },
    { name: words.probe.shape, value: probe.inputShape.map((size) => size ?? '?').join(' × ') },
    { name: words.probe.origin, value: words.probe[probe.origin] },
    { name: words.probe.classes, value: probe.classNames?.join(kitMessages.list) ?? '' },
    { name: words.probe.digest, value: probe.digest.slice(0, 16) },
  ].filter(({ value }) => value !== '');
}

/** What was not kept, what was not captured and why, and how it ended. */
function recordRows(data: RunData): readonly AboutRow[] {
  const { info } = data;
  return [
    ...(info.statusDetail ? [{ name: words.record.status, value: info.statusDetail }] : []),
    ...Object.entries(info.dropped).map(([reason, count]) => ({
      name: words.record.dropped(reason),
      value: whole(count),
    })),
    ...eventRows(data, (kind) => !ELSEWHERE.has(kind)),
  ];
}

/** What has a place of its own, or is not for reading. */
const ELSEWHERE: ReadonlySet<EventKind> = new Set<EventKind>(['readings', 'console', 'lint', 'diff']);

function eventRows(data: RunData, isWanted: (kind: EventKind) => boolean): readonly AboutRow[] {
  return data.events
    .filter(({ kind }) => isWanted(kind))
    .map((event) => ({ name: words.record.epoch(event.epoch), value: recordedText(event, data.verdicts) }));
}
