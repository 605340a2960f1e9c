import type { Delta } from '../../protocol/delta.ts';
import type { RecordBatch, ScalarBlock, SeriesKey } from '../../protocol/record.ts';
import type { NewRun } from '../../protocol/run.ts';

/** A run to open in tests. */
export function newRun(id: string, more: Partial<NewRun> = {}): NewRun {
  return {
    id,
    project: 'speech',
    name: `run ${id}`,
    group: null,
    tags: ['baseline'],
    notes: '',
    config: { units: 64, lr: 1e-3 },
    memory: null,
    startedMs: 1_700_000_000_000,
    host: 'here',
    pid: 1,
    environment: { node: 'v24' },
    ...more,
  };
}

export const EMPTY_BATCH: RecordBatch = { scalars: null, tensors: [], events: [], epochs: [], verdicts: [] };

/** One point: series name, step, value. */
export type Point = readonly [name: string, step: number, value: number];

/** Points as the block a recorder would make: a row per step, in the order given. */
export function blockOf(points: readonly Point[], startedMs = 1_700_000_000_000): ScalarBlock {
  const names = [...new Set(points.map(([name]) => name))];
  const steps = [...new Set(points.map(([, step]) => step))];
  return {
    keys: names.map(keyOf),
    steps: Float64Array.from(steps),
    epochs: Int32Array.from(steps, (step) => Math.floor(step / 10) + 1),
    wallMs: Float64Array.from(steps, (step) => startedMs + step * 75),
    seriesIndex: Uint32Array.from(points, ([name]) => names.indexOf(name)),
    rowIndex: Uint32Array.from(points, ([, step]) => steps.indexOf(step)),
    values: Float64Array.from(points, ([, , value]) => value),
  };
}

/** `val/loss` is the series `loss` of subset val; a plain name has no context. */
export function keyOf(name: string): SeriesKey {
  const [subset, rest] = name.split('/');
  return rest === undefined ? { name, context: {} } : { name: rest, context: { subset: subset! } };
}

/** A batch of scalars only. */
export function scalars(points: readonly Point[]): RecordBatch {
  return { ...EMPTY_BATCH, scalars: blockOf(points) };
}

/** What a reader holds after these deltas: points by series name, steps of all moments. */
export function replay(deltas: readonly Delta[]): {
  readonly points: ReadonlyMap<string, readonly (readonly [number, number])[]>;
  readonly moments: readonly number[];
} {
  const names = new Map<number, string>();
  const points = new Map<string, [number, number][]>();
  const moments: number[] = [];
  for (const delta of deltas) {
    for (const { id, name, context, segment } of delta.series) {
      names.set(id, `${segment}:${context.subset ? `${context.subset}/` : ''}${name}`);
    }
    for (const { id, steps, values } of delta.points) {
      const name = names.get(id)!;
      const held = points.get(name) ?? [];
      held.push(...Array.from(steps, (step, i) => [step, values[i]!] as [number, number]));
      points.set(name, held);
    }
    for (const { steps } of delta.moments) moments.push(...steps);
  }
  return { points, moments };
}
