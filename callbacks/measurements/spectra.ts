import { GATES } from '../../lib/analysis/dynamics/cell.ts';
import { estimateSpectrum } from '../../lib/analysis/dynamics/power-iteration.ts';
import { gateBlock, spectrum } from '../../lib/analysis/dynamics/spectra.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import { type LayerCell, layerCell } from './layer-cell.ts';
import type { Findings, Measurement } from './measurement.ts';

/** Decompositions of one layer may take about so many n³ in all: one second. Larger ones are estimated. */
const EXACT_WORK = 4 * 256 ** 3;
/** Multiplications that the estimates of one layer may take, and the most steps they make. */
const ESTIMATE_WORK = 4e8;
const ESTIMATE_STEPS = 100;
const SEED = 26;

/** Eigenvalues, ρ, σ_max and departure from orthogonality of every recurrent matrix, per gate. */
export const spectra = (): Measurement => ({
  name: 'recurrent spectra',
  pace: 'spread',
  snapshot({ layers, capture, bytes }, findings) {
    const recurrent = layers.filter(({ kind }) => kind === 'recurrent');
    if (recurrent.length === 0) return;
    const weights = capture.weights();
    for (const layer of recurrent) {
      const found = layerCell(layer, weights);
      if ('why' in found) findings.leftOut(`spectra of ${layer.path}: not computed — ${found.why}`);
      else for (const gate of GATES[found.cell.kind]) gateSpectrum(layer, found, gate, findings, bytes);
    }
  },
});

function gateSpectrum(
  layer: LayerInfo,
  { cell }: LayerCell,
  gate: string,
  findings: Findings,
  bytes: { take(bytes: number): boolean },
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
  if (!bytes.take(n * 8)) {
    findings.leftOut(`eigenvalues of ${layer.path}: left out — the epoch's budget of bytes is used up`);
    return;
  }
  const { real, imaginary } = found.eigenvalues;
  const values = Float32Array.from({ length: 2 * n }, (_, e) => (e % 2 === 0 ? real : imaginary)[e >> 1]!);
  findings.tensor({
    name: TENSOR.eigenvalues,
    layer: layer.path,
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
    },
    data: new Uint8Array(values.buffer),
  });
}
