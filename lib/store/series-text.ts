import { csvField } from '../protocol/csv.ts';
import type { Cursor, MomentColumns } from '../protocol/delta.ts';
import { toJson } from '../protocol/packet.ts';
import type { SeriesSummary, Store } from './store.ts';

/** Writes the series of a run (those of some ids, or all) as text, in pieces, with every stored point. */
export type WriteSeries = (
  store: Store,
  runId: string,
  only?: ReadonlySet<number> | undefined,
) => AsyncGenerator<string, void, void>;

/** Texts that series are exported as. Numbers are written so that they read back as the same double. */
export const SERIES_FORMATS: {
  readonly [format in 'csv' | 'json']: { readonly type: string; readonly write: WriteSeries };
} = {
  csv: { type: 'text/csv; charset=utf-8', write: writeCsv },
  json: { type: 'application/json; charset=utf-8', write: writeJson },
};

const CSV_COLUMNS = ['run', 'series', 'context', 'segment', 'step', 'epoch', 'wall_ms', 'value'];

/**
 * One line per point (RFC 4180, \n): run id, series, context as JSON, segment, step, epoch, time in ms since the Unix epoch,
 * value. NaN, Infinity and -Infinity are written as these words; an epoch or time that is not known is empty.
 */
async function* writeCsv(store: Store, runId: string, only?: ReadonlySet<number>) {
  yield `${CSV_COLUMNS.join()}\n`;
  for await (const { series, rows } of everySeries(store, runId, only)) {
    const named = [runId, series.name, toJson(series.context), series.segment].map(csvField).join();
    const lines: string[] = [];
    for (const { step, epoch, wallMs, value } of rows) {
      lines.push(`${named},${step},${epoch ?? ''},${wallMs ?? ''},${Object.is(value, -0) ? '-0' : value}\n`);
    }
    yield lines.join('');
  }
}

/** `{ run, series: [{ name, context, segment, steps, epochs, wallMs, values }] }`; numbers that JSON lacks as `{"$number": …}`. */
async function* writeJson(store: Store, runId: string, only?: ReadonlySet<number>) {
  const { info } = await store.getRun(runId);
  yield `{"run":${toJson(info)},"series":[`;
  let count = 0;
  for await (const { series, rows } of everySeries(store, runId, only)) {
    const { name, context, segment } = series;
    const columns = { steps: column(), epochs: column(), wallMs: column(), values: column() };
    for (const { step, epoch, wallMs, value } of rows) {
      columns.steps.push(step);
      columns.epochs.push(epoch);
      columns.wallMs.push(wallMs);
      columns.values.push(value);
    }
    // JSON.stringify writes −0 as 0
    const text = toJson({ name, context, segment, ...columns, values: [] }).slice(0, -2);
    const values = columns.values.map((value) => (Object.is(value, -0) ? '-0' : toJson(value))).join();
    yield `${count++ > 0 ? ',' : ''}\n${text}${values}]}`;
  }
  yield ']}\n';
}

function column(): (number | null)[] {
  return [];
}

interface Row {
  readonly step: number;
  readonly epoch: number | null;
  readonly wallMs: number | null;
  readonly value: number;
}

async function* everySeries(store: Store, runId: string, only?: ReadonlySet<number>) {
  const all = await store.listSeries(runId);
  const { moments } = await store.tail(runId, allButMoments(all));
  const bySegment = new Map(moments.map((each) => [each.segment, each]));
  for (const series of all) {
    if (only && !only.has(series.id)) continue;
    const query = { runId, seriesIds: [series.id], fromStep: -Infinity, toStep: Infinity, maxPoints: Infinity };
    const [points] = await store.window(query);
    if (points) yield { series, rows: rowsOf(points.steps, points.values, bySegment.get(series.segment)) };
  }
}

/** Points with when they happened: both rise in step. */
function* rowsOf(steps: Float64Array, values: Float64Array, moments: MomentColumns | undefined): Generator<Row> {
  let at = 0;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    while (moments && at < moments.steps.length && moments.steps[at]! < step) at++;
    const isKnown = moments?.steps[at] === step;
    yield {
      step,
      epoch: isKnown ? moments.epochs[at]! : null,
      wallMs: isKnown ? moments.wallMs[at]! : null,
      value: values[i]!,
    };
  }
}

function allButMoments(series: readonly SeriesSummary[]): Cursor {
  const seen = Number.MAX_SAFE_INTEGER;
  return {
    series: Object.fromEntries(series.map(({ id }) => [id, seen])),
    moments: {},
    tensor: seen,
    event: seen,
    revision: seen,
  };
}
