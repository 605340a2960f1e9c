import { NO_NORMS, spikeOf } from '../../lib/analysis/spike.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import { type FlightStep, flightStep, normOf } from './flight-step.ts';
import type { Findings, Measurement } from './measurement.ts';

/** Steps kept in memory. */
const STEPS_KEPT = 20;
/** Times it writes them for spikes; the first quantity that is not finite is always written. */
const MOST_SPIKES = 3;

/**
 * Keeps the last 20 steps: the loss of each, norms and flow of those that are sampled. On a spike of the gradient norm (at
 * most 3 times a run, and never the same steps twice) and at the first loss, gradient or weight that is not finite, they
 * are written, with the quantity it began with. Steps are not sampled more often after that: what came before tells why.
 */
export const flightRecorder = (): Measurement => {
  const ring: FlightStep[] = [];
  let state = NO_NORMS;
  let broken = false;
  let written = { spikes: 0, upTo: Number.NEGATIVE_INFINITY };
  const write = (reason: string, message: string, findings: Findings, data: { readonly quantity: string }) => {
    const step = ring.at(-1)!.step;
    written = { spikes: written.spikes + (reason === 'spike' ? 1 : 0), upTo: step };
    findings.event('flight', 'warning', message, { ...data, step, reason });
    findings.tensor(flightTensor(ring, reason));
  };
  return {
    name: 'flight recorder',
    pace: 'every',
    step(frame, findings) {
      ring.push(flightStep(frame));
      if (ring.length > STEPS_KEPT) ring.shift();
      const norm = normOf(frame.capture);
      const spike = norm === null ? null : spikeOf(state, norm);
      if (spike) state = spike.state;
      const first = broken ? null : firstNonFinite(ring);
      if (first !== null) {
        broken = true;
        const said = `${first.quantity} was ${first.value} at step ${first.step}: the last ${ring.length} steps are kept`;
        write('non-finite', said, findings, { quantity: first.quantity });
      } else if (spike?.isSpike && Number.isFinite(spike.z) && written.spikes < MOST_SPIKES) {
        if (ring[0]!.step <= written.upTo) return;
        const last = written.spikes + 1 === MOST_SPIKES ? '; further spikes are only counted' : '';
        const said = `the gradient norm was ${norm!.toPrecision(3)} at step ${frame.step}, z = ${spike.z.toFixed(1)}: the last ${ring.length} steps are kept${last}`;
        write('spike', said, findings, { quantity: 'gradient norm' });
      }
    },
  };
};

function firstNonFinite(ring: readonly FlightStep[]) {
  for (const { step, quantities } of ring) {
    for (const [quantity, value] of quantities) if (isBroken(quantity, value)) return { step, quantity, value };
  }
  return null;
}

/** A flow is NaN where nothing was valid at that step; its infinities show in the norms too. */
function isBroken(quantity: string, value: number): boolean {
  return !Number.isFinite(value) && !quantity.startsWith('flow');
}

function flightTensor(ring: readonly FlightStep[], reason: string) {
  const named = [...new Set(ring.flatMap(({ quantities }) => [...quantities.keys()]))];
  const values = Float32Array.from(
    ring.flatMap(({ quantities }) => named.map((quantity) => quantities.get(quantity) ?? Number.NaN)),
  );
  return {
    name: TENSOR.flight,
    layer: null,
    dtype: 'float32' as const,
    shape: [ring.length, named.length],
    axes: ['step', 'quantity'],
    attributes: {
      ...{ quantities: named, reason, steps: ring.map(({ step }) => step) },
      // NaN in a quantity of a step that is not listed for it only means: not sampled
      sampled: ring.map(({ quantities }) => named.map((quantity) => (quantities.has(quantity) ? 1 : 0))),
    },
    data: new Uint8Array(values.buffer),
  };
}
