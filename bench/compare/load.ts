import { hostname } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../lib/base/random.ts';
import { type EpochRecord, type ScalarBlock, SERIES, type SeriesKey } from '../../lib/protocol/record.ts';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';
import type { Store } from '../../lib/store/store.ts';
import { flowTensor, gruModel } from '../scrub/load.ts';

/** How many runs, and how long each: every series has a point at every step. */
export interface ComparedLoad {
  readonly runs: number;
  readonly series: number;
  readonly steps: number;
  readonly epochs: number;
}

/** Runs that differ in nothing but their seed. */
export const SEEDS = 5;
const TIME = 40;
const UNITS = 64;
/** Steps a training hands on at once. */
const FLUSH = 500;
/** The run whose loss is NaN from here on, as a share of its steps. */
const BLOWN_UP = { run: 3, from: 0.7 };

/** Ids of the runs, in order. */
export function comparedIds({ runs }: ComparedLoad): readonly string[] {
  return Array.from({ length: runs }, (_, run) => `compared-${run}`);
}

/**
 * Writes runs as trainings of one GRU with different learning rates and seeds would have left them, by the store's own
 * interface: every series at every step, epochs, a gradient flow per epoch. The numbers are made up from a seed.
 */
export async function writeCompared(dir: string, load: ComparedLoad): Promise<void> {
  const store = await openStore(join(dir, STORE_FILE));
  try {
    for (const [run, id] of comparedIds(load).entries()) await writeRun(store, id, run, load);
    await store.checkpoint();
  } finally {
    await store.close();
  }
}

async function writeRun(store: Store, id: string, run: number, load: ComparedLoad): Promise<void> {
  const { steps, epochs } = load;
  const lr = 1e-4 * 2 ** Math.floor(run / SEEDS);
  const startedMs = 1_760_000_000_000 + run * 3_600_000;
  await store.createRun({
    ...{ id, project: 'compared', name: `gru-lr${lr}-s${run % SEEDS}`, group: null, tags: [], notes: '' },
    config: { lr, units: UNITS, seed: run % SEEDS, optimizer: 'adam', batch: 32 },
    ...{ memory: TIME, startedMs, host: hostname(), pid: process.pid, environment: {} },
  });
  await store.updateRun(id, { model: gruModel(UNITS), epochsPlanned: epochs, stepsPerEpoch: steps / epochs });
  const keys = keysOf(load.series);
  const random = seededRandom(run + 1);
  const noise = new Float64Array(keys.length);
  const values = (step: number, series: number) => {
    noise[series] = 0.9 * noise[series]! + 0.1 * (random() - 0.5);
    if (series === 0 && run === BLOWN_UP.run && step > BLOWN_UP.from * steps) return Number.NaN;
    return (2.3 / (1 + series)) * (0.05 + Math.exp((-step * lr * 20) / (1 + series / 10))) * Math.exp(noise[series]!);
  };
  for (let from = 0; from < steps; from += FLUSH) {
    const length = Math.min(FLUSH, steps - from);
    const block = blockOf(keys, from, length, load, startedMs, values);
    const ended = epochsWithin(from, from + length, load, startedMs);
    const tensors = ended.map(({ epoch, step }) => ({ ...flowTensor(TIME, epoch, epochs), layer: 'gru_1', step }));
    await store.append(id, 0, { scalars: block, tensors, events: [], epochs: ended, verdicts: [] });
  }
  await store.updateRun(id, { status: 'finished', finishedMs: startedMs + steps * 20 });
}

function keysOf(count: number): readonly SeriesKey[] {
  const train = { subset: 'train', per: 'step' };
  const first: SeriesKey[] = [
    { name: SERIES.loss, context: train },
    { name: SERIES.globalGradientNorm, context: {} },
    { name: 'accuracy', context: train },
    { name: SERIES.learningRate, context: {} },
    { name: SERIES.gradientCosine, context: {} },
  ];
  const kinds = [SERIES.gradientNorm, SERIES.weightNorm, SERIES.updateRatio];
  const ofWeights = Array.from({ length: Math.max(0, count - first.length) }, (_, i): SeriesKey => {
    const layer = `gru_${1 + Math.floor(i / 9)}`;
    const weight = `${layer}/${['kernel', 'recurrent_kernel', 'bias'][Math.floor(i / 3) % 3]}`;
    return { name: kinds[i % 3]!, context: { layer, weight } };
  });
  return [...first, ...ofWeights].slice(0, count);
}

function blockOf(
  keys: readonly SeriesKey[],
  from: number,
  length: number,
  { steps, epochs }: ComparedLoad,
  startedMs: number,
  value: (step: number, series: number) => number,
): ScalarBlock {
  const rows = Float64Array.from({ length }, (_, row) => from + row + 1);
  const count = keys.length * length;
  return {
    keys,
    steps: rows,
    epochs: Int32Array.from(rows, (step) => Math.ceil((step * epochs) / steps)),
    wallMs: Float64Array.from(rows, (step) => startedMs + step * 20),
    seriesIndex: Uint32Array.from({ length: count }, (_, i) => i % keys.length),
    rowIndex: Uint32Array.from({ length: count }, (_, i) => Math.floor(i / keys.length)),
    values: Float64Array.from({ length: count }, (_, i) => value(rows[Math.floor(i / keys.length)]!, i % keys.length)),
  };
}

/** Epochs that ended after step `from` and not after step `to`. */
function epochsWithin(from: number, to: number, { steps, epochs }: ComparedLoad, startedMs: number): EpochRecord[] {
  const each = steps / epochs;
  return Array.from({ length: epochs }, (_, i) => i + 1)
    .filter((epoch) => epoch * each > from && epoch * each <= to)
    .map((epoch) => ({
      ...{ epoch, firstStep: (epoch - 1) * each + 1, step: epoch * each, wallMs: startedMs + epoch * each * 20 },
      snapshot: true,
    }));
}
