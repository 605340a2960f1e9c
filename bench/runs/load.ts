import { hostname } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../lib/base/random.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import type { EpochRecord, ScalarBlock, SeriesKey } from '../../lib/protocol/record.ts';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';

/** How many runs, and what each is: 30 config keys and 20 metrics, over some epochs. */
export interface RunsLoad {
  readonly runs: number;
  readonly configKeys: number;
  readonly metrics: number;
  readonly epochs: number;
}

const CHOICES = ['adam', 'sgd', 'rmsprop', 'adamw'];
const TAGS = ['baseline', 'sweep', 'ablation', 'final'];

/** Writes runs by the store's own interface, as trainings would have left them; values are drawn from a seed. */
export async function writeRuns(dir: string, load: RunsLoad): Promise<void> {
  const store = await openStore(join(dir, STORE_FILE));
  const random = seededRandom(6);
  try {
    for (let i = 0; i < load.runs; i++) {
      const id = `run-${i}`;
      const startedMs = 1_760_000_000_000 + i * 60_000;
      const name = `${CHOICES[i % CHOICES.length]}-${['lstm', 'gru'][i % 2]}-${i}`;
      await store.write(id, [
        {
          kind: 'create',
          run: {
            ...{ id, project: 'sweep', name, group: `seed-${i % 50}`, notes: '', memory: null, startedMs, pid: 0 },
            tags: i % 3 === 0 ? [TAGS[i % TAGS.length]!] : [],
            config: configOf(load.configKeys, random),
            host: hostname(),
            environment: {},
          },
        },
        {
          kind: 'append',
          batch: {
            scalars: blockOf(load, startedMs, random),
            tensors: [],
            events: [],
            epochs: epochsOf(load, startedMs),
            verdicts: [],
          },
        },
        {
          kind: 'update',
          patch: { status: 'finished', finishedMs: startedMs + load.epochs * 1_000, epochsPlanned: load.epochs },
        },
      ]);
    }
    await store.checkpoint();
  } finally {
    await store.close();
  }
}

function configOf(keys: number, random: () => number): JsonObject {
  const entries = Array.from({ length: keys }, (_, key): [string, number | string] => {
    if (key === 0) return ['lr', 10 ** (-4 + 3 * random())];
    if (key === 1) return ['units', 2 ** Math.floor(4 + 5 * random())];
    if (key === 2) return ['optimizer', CHOICES[Math.floor(random() * CHOICES.length)]!];
    return [`option_${key}`, key % 3 === 0 ? Math.floor(random() * 10) : Number(random().toPrecision(4))];
  });
  return Object.fromEntries(entries);
}

function keyOf(metric: number): SeriesKey {
  const subset = metric % 2 === 0 ? 'train' : 'val';
  const name = metric < 2 ? 'loss' : `metric_${metric >> 1}`;
  return { name, context: { per: 'epoch', subset } };
}

function blockOf({ metrics, epochs }: RunsLoad, startedMs: number, random: () => number): ScalarBlock {
  const steps = Float64Array.from({ length: epochs }, (_, row) => (row + 1) * 100);
  const count = metrics * epochs;
  return {
    keys: Array.from({ length: metrics }, (_, metric) => keyOf(metric)),
    steps,
    epochs: Int32Array.from(steps, (_, row) => row + 1),
    wallMs: Float64Array.from(steps, (_, row) => startedMs + (row + 1) * 1_000),
    seriesIndex: Uint32Array.from({ length: count }, (_, i) => Math.floor(i / epochs)),
    rowIndex: Uint32Array.from({ length: count }, (_, i) => i % epochs),
    values: Float64Array.from({ length: count }, (_, i) => (2 * random()) / (1 + (i % epochs))),
  };
}

function epochsOf({ epochs }: RunsLoad, startedMs: number): EpochRecord[] {
  return Array.from({ length: epochs }, (_, i) => ({
    ...{
      epoch: i + 1,
      firstStep: i * 100 + 1,
      step: (i + 1) * 100,
      wallMs: startedMs + (i + 1) * 1_000,
      snapshot: true,
    },
  }));
}
