import { inputDrive, stateSize } from '../../lib/analysis/dynamics/cell.ts';
import { type FixedPoint, findFixedPoints } from '../../lib/analysis/dynamics/fixed-points.ts';
import { normal, seededRandom } from '../../lib/base/random.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import { layerCell, unitsOf } from './layer-cell.ts';
import type { Findings, Measurement } from './measurement.ts';
import { type Trajectories, trajectories } from './trajectories.ts';

/** Wider layers take too long while training. */
const MOST_UNITS = 128;
const STARTS = 64;
/** Standard deviation of what is added to the states of the probe, so that starts lie off its trajectories too. */
const NOISE = 0.5;
const SEARCH = { iterations: 20, learningRate: 0.1, work: 1.05e8 };
const SEED = 212;

/** Fixed points of every recurrent layer under an input of zeros, and whether they are stable. */
export const fixedPoints = (): Measurement => ({
  name: 'fixed points',
  pace: 'spread',
  snapshot({ layers, capture, probe, bytes }, findings) {
    const recurrent = layers.filter(({ kind }) => kind === 'recurrent');
    if (recurrent.length === 0) return;
    let weights: ReturnType<typeof capture.weights> | null = null;
    for (const layer of recurrent) {
      const leftOut = (why: string) => findings.leftOut(`fixed points of ${layer.path}: not searched — ${why}`);
      const units = unitsOf(layer);
      if (units === null || units > MOST_UNITS) {
        leftOut(`${units} units; up to ${MOST_UNITS} can be searched while training`);
        continue;
      }
      weights ??= capture.weights();
      const found = layerCell(layer, weights);
      if ('why' in found) {
        leftOut(found.why);
        continue;
      }
      const { cell, kernel, bias } = found;
      const seen = trajectories(layer, cell, probe);
      if (seen === null) {
        leftOut('its states were not captured');
        continue;
      }
      const drive = inputDrive(cell, kernel, bias);
      const { points, starts, unfinished } = findFixedPoints(cell, drive, startsOf(seen, stateSize(cell)), SEARCH);
      const context = { layer: layer.path };
      const fixed = points.filter(({ kind }) => kind !== 'slow');
      findings.scalar(SERIES.fixedPoints, context, fixed.length);
      findings.scalar(SERIES.stableFixedPoints, context, fixed.filter(({ kind }) => kind === 'stable').length);
      const size = stateSize(cell);
      if (points.length === 0) continue;
      if (!bytes.take(points.length * size * 4)) {
        findings.leftOut(`fixed points of ${layer.path}: only counted — the epoch's budget of bytes is used up`);
        continue;
      }
      keep(layer.path, points, size, { starts, unfinished }, findings);
    }
  },
});

function keep(
  layer: string,
  points: readonly FixedPoint[],
  size: number,
  search: { readonly starts: number; readonly unfinished: number },
  findings: Findings,
): void {
  const values = new Float32Array(points.length * size);
  for (const [i, { state }] of points.entries()) values.set(state, i * size);
  findings.tensor({
    name: TENSOR.fixedPoints,
    layer,
    dtype: 'float32',
    shape: [points.length, size],
    axes: ['point', 'unit'],
    attributes: {
      speeds: points.map(({ speed }) => speed),
      largest: points.map(({ largest }) => largest),
      stable: points.map(({ kind }) => kind === 'stable'),
      kinds: points.map(({ kind }) => kind),
      input: 'zeros',
      ...search,
    },
    data: new Uint8Array(values.buffer),
  });
}

/** States of the probe, evenly spread over sequences and time, moved by noise of a fixed seed. */
function startsOf(seen: Trajectories, size: number): Float64Array[] {
  const random = seededRandom(SEED);
  const starts: Float64Array[] = [];
  for (let i = 0; i < STARTS && seen.sequences > 0; i++) {
    const states = seen.states(i % seen.sequences);
    const rounds = Math.ceil(STARTS / seen.sequences);
    const part = (Math.floor(i / seen.sequences) + 1) / rounds;
    const state = states[Math.max(0, Math.ceil(part * states.length) - 1)] ?? new Float64Array(size);
    if (state.every(Number.isFinite)) starts.push(state.map((value) => value + NOISE * normal(random)));
  }
  return starts;
}
