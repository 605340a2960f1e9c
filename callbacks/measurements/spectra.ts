import { GATES, stateSize } from '../../lib/analysis/dynamics/cell.ts';
import type { StepPoint } from '../../lib/analysis/dynamics/cell-jacobian.ts';
import { estimateSpectrum } from '../../lib/analysis/dynamics/power-iteration.ts';
import { gateBlock, meanJacobian, type Spectrum, spectrum } from '../../lib/analysis/dynamics/spectra.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { ProbeCapture } from '../capture/capture.ts';
import type { ByteBudget } from './byte-budget.ts';
import { type LayerCell, layerCell } from './layer-cell.ts';
import type { Findings, Measurement } from './measurement.ts';
import { evenly, type Trajectories, trajectories } from './trajectories.ts';

/** Decompositions of one layer may take about so many n³ in all: one second. Larger ones are estimated. */
const EXACT_WORK = 4 * 256 ** 3;
/** Multiplications that the estimates of one layer may take, and the most steps they make. */
const ESTIMATE_WORK = 4e8;
const ESTIMATE_STEPS = 100;
const SEED = 26;

/** What stands in place of a gate for the mean Jacobian of the joint state. */
const MEAN_JACOBIAN = 'mean Jacobian';
/** Joint states up to this size have one, over so many steps of the probe. */
const MOST_STATES = 128;
const STEPS = 16;

/**
 * Eigenvalues, ρ, σ_max and departure from orthogonality of every recurrent matrix, per gate; and, since ρ(U) says
 * little of gated cells, ρ and σ_max of the mean Jacobian along the probe.
 */
export const spectra = (): Measurement => ({
  name: 'recurrent spectra',
  pace: 'spread',
  snapshot({ layers, capture, bytes, probe }, findings) {
    const recurrent = layers.filter(({ kind }) => kind === 'recurrent');
    if (recurrent.length === 0) return;
    const weights = capture.weights();
    for (const layer of recurrent) {
      const found = layerCell(layer, weights);
      if ('why' in found) {
        findings.leftOut(`spectra of ${layer.path}: not computed — ${found.why}`);
        continue;
      }
      for (const gate of GATES[found.cell.kind]) gateSpectrum(layer, found, gate, findings, bytes);
      jacobianSpectrum(layer, found, probe, findings, bytes);
    }
  },
});

function gateSpectrum(
  layer: LayerInfo,
  { cell }: LayerCell,
  gate: string,
  findings: Findings,
  bytes: Pick<ByteBudget, 'take'>,
): void {
  const n = cell.units;
  const gates = GATES[cell.kind].length;
  const block = gateBlock(cell, gate);
  const context: { [key: string]: string } = gates === 1 ? { layer: layer.path } : { layer: layer.path, gate };
  if (gates * n ** 3 > EXACT_WORK) {
    const steps = Math.max(8, Math.min(ESTIMATE_STEPS, Math.floor(ESTIMATE_WORK / (gates * 3 * n * n))));
    const { radius, largest } = estimateSpectrum(block, n, steps, SEED);
    findings.scalar(SERIES.spectralRadius, context, radius);
    findings.scalar(SERIES.largestSingular, context, largest);
    findings.leftOut(
      `spectra of ${layer.path}: ρ and σ_max are estimated by ${steps} power iterations, and eigenvalues are left out — ${n} units are too many to decompose while training`,
    );
    return;
  }
  const found = spectrum(block, n);
  findings.scalar(SERIES.spectralRadius, context, found.radius);
  findings.scalar(SERIES.largestSingular, context, found.largest);
  findings.scalar(SERIES.nonOrthogonality, context, found.nonOrthogonality);
  keep(layer.path, gate, found, findings, bytes);
}

/** Of gated cells only: of SimpleRNN the mean Jacobian is U with its columns scaled. */
function jacobianSpectrum(
  layer: LayerInfo,
  { cell }: LayerCell,
  probe: ProbeCapture,
  findings: Findings,
  bytes: Pick<ByteBudget, 'take'>,
): void {
  const n = stateSize(cell);
  if (cell.kind === 'SimpleRNN') return;
  if (n > MOST_STATES) {
    findings.leftOut(
      `mean Jacobian of ${layer.path}: left out — a joint state of ${n} values; up to ${MOST_STATES} can be decomposed while training`,
    );
    return;
  }
  const seen = trajectories(layer, cell, probe);
  const steps = seen ? spreadSteps(seen) : [];
  const jacobian = meanJacobian(cell, steps);
  if (steps.length === 0 || !jacobian.every(Number.isFinite)) return;
  const found = spectrum(jacobian, n);
  const context = { layer: layer.path, gate: MEAN_JACOBIAN };
  findings.scalar(SERIES.spectralRadius, context, found.radius);
  findings.scalar(SERIES.largestSingular, context, found.largest);
  keep(layer.path, MEAN_JACOBIAN, found, findings, bytes, { steps: steps.length });
}

/** Steps from all over the probe: of each sequence as many, at other times than of the one before. */
function spreadSteps(seen: Trajectories): StepPoint[] {
  const sequences = evenly(seen.stepSequences, STEPS);
  const each = Math.ceil(STEPS / Math.max(1, sequences.length));
  return sequences.flatMap((sequence, i) => {
    const all = seen.steps(sequence);
    const part = (i + 0.5) / sequences.length;
    return evenly(all.length, each).map((first) => all[Math.floor(first + (part * all.length) / each)] ?? all.at(-1)!);
  });
}

function keep(
  layer: string,
  gate: string,
  found: Spectrum,
  findings: Findings,
  bytes: Pick<ByteBudget, 'take'>,
  more: JsonObject = {},
): void {
  const n = found.eigenvalues.real.length;
  if (!bytes.take(n * 8)) {
    findings.leftOut(`eigenvalues of ${layer}: left out — the epoch's budget of bytes is used up`);
    return;
  }
  const { real, imaginary } = found.eigenvalues;
  const values = Float32Array.from({ length: 2 * n }, (_, e) => (e % 2 === 0 ? real : imaginary)[e >> 1]!);
  findings.tensor({
    name: TENSOR.eigenvalues,
    layer,
    dtype: 'float32',
    shape: [n, 2],
    axes: ['eigenvalue', 'part'],
    attributes: {
      gate,
      radius: found.radius,
      largestSingular: found.largest,
      smallestSingular: found.smallest,
      nonOrthogonality: found.nonOrthogonality,
      henrici: found.henrici,
      ...more,
    },
    data: new Uint8Array(values.buffer),
  });
}
