import { type Rows, rowsOf } from '../../analysis/linalg/rows.ts';
import { epochSample, finiteMask, thinnedSteps } from '../../analysis/projection/epoch-sample.ts';
import { JOINT_CAP } from '../../analysis/projection/joint.ts';
import { type EpochsResult, projectEpochs } from '../../analysis/projection/over-epochs.ts';
import type { Pca } from '../../analysis/projection/pca.ts';
import { TSNE_3D_UP_TO } from '../../analysis/projection/tsne/tsne.ts';
import { UnrolledError } from '../../base/errors.ts';
import type { Job, JobProgress, ReadTensor } from './jobs.ts';
import { type BasisData, type ProjectionInput, type ProjectionResult, QUALITIES } from './projection.ts';
import { hasRows, type TensorRef } from './tensor-ref.ts';

/** Numbers of states a worker holds at once: 24 M are 192 MB in double precision. */
const MOST_NUMBERS = 24e6;
/** States of one epoch that are drawn. */
const MOST_ROWS = 2_000;
/** UMAP takes minutes beyond. */
const UMAP_CAP = 4_000;
/** Share of the work that fetching takes, for the progress. */
const LOADING = 0.15;

/** Lays out the states of a layer over epochs: fetches them, leaves out what is padded or not finite, projects, judges. */
export const projectionJob: Job<'projection'> = async function* (input, read) {
  const { request, snapshots } = input;
  const [first] = snapshots;
  if (!first) throw new UnrolledError('no-points', 'projection: no snapshots — wait for the end of an epoch');
  const [sequences = 0, time = 0, units = 1] = first.shape;
  const { rows, valid, chosen } = await choose(input, read);
  const loaded = yield* load(chosen, rows, units, read);
  const finite = loaded.filter(({ whole }) => whole);
  const from = { basis: input.start?.basis ? pcaOf(input.start.basis) : null, layout: startLayout(input, rows) };
  const run = projectEpochs(
    finite.map(({ states }) => states),
    request,
    from,
  );
  const resultOf = (laid: EpochsResult): ProjectionResult => ({
    ...{ request, sequences, time, units, valid, rows },
    epochs: Int32Array.from(finite, ({ epoch }) => epoch),
    notFinite: Int32Array.from(
      loaded.filter(({ whole }) => !whole),
      ({ epoch }) => epoch,
    ),
    thinned: snapshots.length - chosen.length,
    ...packed(laid, rows.length),
  });
  let step = run.next();
  while (!step.done) {
    const { phase, done, laid } = step.value;
    // judging many epochs takes longer than a common PCA of them: what is laid out can be looked at meanwhile
    yield { phase, done: LOADING + (1 - LOADING) * done, ...(laid ? { early: resultOf(laid) } : {}) };
    step = run.next();
  }
  return resultOf(step.value);
};

interface Choice {
  readonly rows: Int32Array;
  readonly valid: number;
  readonly chosen: readonly TensorRef[];
}

/** Which states of which snapshots: padding is where the first snapshot with any finite state has none. */
async function choose({ request, snapshots, start }: ProjectionInput, read: ReadTensor): Promise<Choice> {
  const [sequences = 0, time = 0, units = 1] = snapshots[0]!.shape;
  if (start) return { rows: start.rows, valid: start.rows.length, chosen: snapshots };
  let mask = new Uint8Array(sequences * time);
  for (const snapshot of snapshots) {
    mask = finiteMask(await read(snapshot), units) as Uint8Array<ArrayBuffer>;
    if (mask.includes(1)) break;
  }
  const valid = mask.reduce((sum, one) => sum + one, 0);
  const alone = request.method === 'tsne' && !request.joint;
  if (alone || valid === 0) {
    const most = request.dimensions === 3 ? TSNE_3D_UP_TO : MOST_ROWS;
    return { rows: thinnedSteps(mask, time, most), valid, chosen: snapshots };
  }
  const sample = epochSample(snapshots.length, valid, sequences, capOf(request, units));
  const rows = thinnedSteps(mask, time, Math.min(MOST_ROWS, sample.rows));
  // a PCA has room for every epoch
  const chosen = request.method === 'pca' ? snapshots : Array.from(sample.epochs, (at) => snapshots[at]!);
  return { rows, valid, chosen };
}

function capOf({ method, dimensions }: ProjectionInput['request'], units: number): number {
  const room = Math.max(1, Math.floor(MOST_NUMBERS / units));
  if (method === 'pca') return room;
  if (method === 'umap') return Math.min(room, UMAP_CAP);
  return Math.min(room, dimensions === 3 ? TSNE_3D_UP_TO : JOINT_CAP);
}

interface Loaded {
  readonly epoch: number;
  readonly states: Rows;
  /** Every number of it is finite. */
  readonly whole: boolean;
}

async function* load(
  snapshots: readonly TensorRef[],
  rows: Int32Array,
  units: number,
  read: ReadTensor,
): AsyncGenerator<JobProgress, Loaded[], void> {
  const loaded: Loaded[] = [];
  const wanted = (snapshot: TensorRef) => (hasRows(snapshot, rows, units) ? read(snapshot, rows) : null);
  let coming = snapshots[0] ? wanted(snapshots[0]) : null;
  for (const [at, { epoch }] of snapshots.entries()) {
    const values = await coming;
    const next = snapshots[at + 1];
    coming = next ? wanted(next) : null;
    // a failure is met when it is awaited
    coming?.catch(() => undefined);
    const states = values ? Float64Array.from(values) : new Float64Array(rows.length * units).fill(Number.NaN);
    loaded.push({ epoch, states: rowsOf(states, rows.length, units), whole: states.every(Number.isFinite) });
    yield { phase: 'loading', done: (LOADING * (at + 1)) / snapshots.length };
  }
  return loaded;
}

function startLayout({ request, start }: ProjectionInput, rows: Int32Array): Rows | null {
  if (!start?.layout || request.method !== 'tsne') return null;
  return rowsOf(start.layout, rows.length, request.dimensions);
}

function packed({ layouts, quality, basis, refitted, parameter }: EpochsResult, rows: number) {
  const axes = layouts[0]?.cols ?? 2;
  const coordinates = new Float32Array(layouts.length * rows * axes);
  for (const [e, { data }] of layouts.entries()) coordinates.set(data, e * rows * axes);
  const numbers = new Float64Array(quality.length * QUALITIES.length);
  for (const [e, of] of quality.entries()) {
    for (const [i, name] of QUALITIES.entries()) numbers[e * QUALITIES.length + i] = of[name];
  }
  return { axes, coordinates, quality: numbers, basis: basis ? basisData(basis) : null, refitted, parameter };
}

/** A basis as it is sent and kept. */
function basisData({ mean, components, ratios, totalVariance, participationRatio, exact }: Pca): BasisData {
  return { mean, components: components.data, ratios, totalVariance, participationRatio, exact };
}

/** A basis as the analysis takes it. */
export function pcaOf({ mean, components, ratios, ...rest }: BasisData): Pca {
  return {
    ...{ mean, ratios, ...rest },
    components: { data: components, rows: components.length / mean.length, cols: mean.length },
    variances: ratios.map((ratio) => ratio * rest.totalVariance),
  };
}
