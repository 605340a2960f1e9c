import { fromJson, toJson } from './packet.ts';
import type { RunInfo } from './run.ts';
import type { RunsMessage } from './socket-events.ts';
import type { Health, MetricSummary, RunSummary } from './summary.ts';

/** A letter per health, so that a row of hundreds of epochs is a word. */
const HEALTH: readonly Health[] = ['healthy', 'vanishing', 'exploding', 'saturated', 'warned', 'nan', 'none', 'ahead'];
const LETTERS = 'hvesw!.-';

type SentNumber = number | string;
type SentMetric = readonly [name: string, subset: string, ...values: SentNumber[]];

interface SentRow {
  readonly info: RunInfo;
  readonly at: readonly [epoch: number, step: number];
  readonly health: string;
  readonly metrics: readonly SentMetric[];
  readonly verdicts: readonly string[];
  readonly resumes: RunSummary['resumes'];
}

interface SentRuns {
  readonly all: boolean;
  readonly more: boolean;
  readonly rows: readonly SentRow[];
  readonly removed: readonly string[];
}

/**
 * Rows of the run list as text. Rows are lean: layers of the model, words and labels of the probe and the environment are
 * left out (an open run has them), so that ten thousand runs fit.
 */
export function encodeRuns({ all, more, upserts, removed }: RunsMessage): string {
  return toText({ all, more, rows: upserts.map(sentRow), removed });
}

/** What {@link encodeRuns} wrote. Throws a SyntaxError when the text is no JSON. */
export function decodeRuns(text: string): RunsMessage {
  const { all, more, rows, removed } = fromJson(text) as SentRuns;
  return { all, more, removed, upserts: rows.map(givenRow) };
}

/** JSON without a look at every value, where none needs it. */
function toText(message: SentRuns): string {
  return message.rows.every(({ info }) => isPlain(info.config)) ? JSON.stringify(message) : toJson(message);
}

/** No number that JSON can't say. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) if (!isPlain((value as { [key: string]: unknown })[key])) return false;
  return true;
}

function sentRow({ info, epoch, step, health, metrics, verdicts, resumes }: RunSummary): SentRow {
  return {
    info: lean(info),
    at: [epoch, step],
    health: health.map((each) => LETTERS[HEALTH.indexOf(each)] ?? '.').join(''),
    metrics: metrics.map(({ name, subset, last, best, min, max }) => [
      name,
      subset,
      ...[last, best, min, max].map((value) => (Number.isFinite(value) ? value : String(value))),
    ]),
    verdicts,
    resumes,
  };
}

function givenRow({ info, at: [epoch, step], health, metrics, verdicts, resumes }: SentRow): RunSummary {
  return {
    info,
    epoch,
    step,
    health: [...health].map((letter) => HEALTH[LETTERS.indexOf(letter)] ?? 'none'),
    metrics: metrics.map(givenMetric),
    verdicts,
    resumes,
  };
}

function givenMetric([name, subset, last, best, min, max]: SentMetric): MetricSummary {
  return {
    name,
    subset: subset === 'val' ? 'val' : 'train',
    last: Number(last),
    best: Number(best),
    min: Number(min),
    max: Number(max),
  };
}

function lean(info: RunInfo): RunInfo {
  const { model, probe } = info;
  return {
    ...info,
    environment: {},
    model: model && { ...model, layers: [] },
    probe: probe && {
      ...probe,
      ...{ labels: null, tokens: null, targetTokens: null, alignment: null, classNames: null },
    },
  };
}
