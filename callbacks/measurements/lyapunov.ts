import { type Cell, gateSize, stateSize } from '../../lib/analysis/dynamics/cell.ts';
import { cellLyapunov, kaplanYorke, warmUpOf } from '../../lib/analysis/dynamics/lyapunov.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import { type LayerCell, layerCell, unitsOf } from './layer-cell.ts';
import type { Measurement, Snapshot } from './measurement.ts';
import { evenly, trajectories } from './trajectories.ts';

/** Exponents that are followed while training. */
const MOST_EXPONENTS = 10;
/** Steps that give a reliable mean. */
const ENOUGH_STEPS = 200;
/** Multiplications one layer may take, a tenth of a second or so. */
const WORK = 1.5e8;
/** Layers wider than this take too long for even one sequence. */
const MOST_UNITS = 512;
const SEED = 25;

/** The largest Lyapunov exponents of every recurrent layer's joint state along the probe. */
export const lyapunov = (): Measurement => ({
  name: 'Lyapunov exponents',
  pace: 'spread',
  snapshot(snapshot, findings) {
    const recurrent = snapshot.layers.filter(({ kind }) => kind === 'recurrent');
    if (recurrent.length === 0) return;
    let weights: ReturnType<typeof snapshot.capture.weights> | null = null;
    for (const layer of recurrent) {
      const units = unitsOf(layer);
      if (units === null || units > MOST_UNITS) {
        findings.leftOut(
          `Lyapunov exponents of ${layer.path}: not computed — ${units} units; up to ${MOST_UNITS} can be followed while training`,
        );
        continue;
      }
      weights ??= snapshot.capture.weights();
      const found = layerCell(layer, weights);
      const measured = 'why' in found ? found : measure(layer, found, snapshot);
      if ('why' in measured) {
        findings.leftOut(`Lyapunov exponents of ${layer.path}: not computed — ${measured.why}`);
        continue;
      }
      const { spectrum, attributes } = measured;
      const largest = spectrum.exponents[0]!;
      findings.scalar(SERIES.lyapunov, { layer: layer.path }, largest);
      findings.reading({
        lyapunov: [{ layer: layer.path, largest, standardError: spectrum.standardErrors[0]! }],
      });
      if (!snapshot.bytes.take(spectrum.exponents.length * 4)) {
        findings.leftOut(`Lyapunov spectrum of ${layer.path}: left out — the epoch's budget of bytes is used up`);
        continue;
      }
      findings.tensor({
        name: TENSOR.lyapunov,
        layer: layer.path,
        dtype: 'float32',
        shape: [spectrum.exponents.length],
        axes: ['exponent'],
        attributes: {
          standardErrors: Array.from(spectrum.standardErrors, (error) => (Number.isFinite(error) ? error : null)),
          dimension: kaplanYorke(spectrum.exponents),
          ...attributes,
        },
        data: new Uint8Array(Float32Array.from(spectrum.exponents).buffer),
      });
    }
  },
});

function measure(layer: LayerInfo, { cell }: LayerCell, { probe }: Snapshot) {
  const seen = trajectories(layer, cell, probe);
  if (seen === null) return { why: 'its states were not captured' };
  if (seen.missing.length > 0) return { why: `its gates ${seen.missing.join(', ')} were not captured` };
  const k = exponentsOf(cell);
  const affordable = Math.floor(WORK / (stepWork(cell, k) * Math.max(1, seen.time)));
  const chosen = evenly(seen.stepSequences, Math.max(2, affordable));
  const points = chosen.map((sequence) => seen.steps(sequence)).filter((steps) => steps.length > 0);
  const warmUp = warmUpOf(Math.max(0, ...points.map((steps) => steps.length)));
  const spectrum = cellLyapunov(cell, points, { k, warmUp, seed: SEED });
  if (spectrum.steps === 0) return { why: 'the sequences of the probe are too short, padded or not finite' };
  const attributes = {
    steps: spectrum.steps,
    sequences: spectrum.sequences,
    sequencesOfProbe: seen.sequences,
    warmUp,
  };
  return { spectrum, attributes };
}

/** As many exponents as can be followed for long enough; of wide layers the largest alone. */
function exponentsOf(cell: Cell): number {
  let k = Math.min(stateSize(cell), MOST_EXPONENTS);
  while (k > 1 && stepWork(cell, k) * ENOUGH_STEPS > WORK) k--;
  return k;
}

/** Multiplications of one step: J V and the QR of [n, k]. */
function stepWork(cell: Cell, k: number): number {
  return gateSize(cell) * cell.units * k + 4 * stateSize(cell) * k * k;
}
