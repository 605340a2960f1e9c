import { expect, test } from 'vitest';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { StepCapture } from '../capture/capture.ts';
import { flightRecorder } from './flight-recorder.ts';
import type { Findings, MeasuredTensor } from './measurement.ts';

/** Global gradient norms that wander about 1, by step. */
const calm = (step: number) => 1 + 0.2 * Math.sin(step * 1.7);

/** Hands steps with these norms to a recorder (null: not sampled), every loss .5 unless told; gives what it wrote. */
function fly(norms: readonly (number | null)[], losses: ReadonlyMap<number, number> = new Map()) {
  const events: { message: string; step: unknown; reason: unknown; quantity: unknown }[] = [];
  const tensors: MeasuredTensor[] = [];
  const findings = {
    event: (_kind: string, _level: string, message: string, { step, reason, quantity }: Record<string, unknown>) =>
      void events.push({ message, step, reason, quantity }),
    tensor: (tensor: MeasuredTensor) => void tensors.push(tensor),
  } as unknown as Findings;
  const recorder = flightRecorder();
  for (const [i, norm] of norms.entries()) {
    const step = i + 1;
    const weights = [{ layer: 'a', weight: 'a/kernel', gradientNorm: norm, weightNorm: 2, updateRatio: 1e-3 }];
    const capture = norm === null ? null : ({ globalGradientNorm: norm, weights, flows: [] } as unknown as StepCapture);
    recorder.step!({ step, loss: losses.get(step) ?? 0.5, capture }, findings);
  }
  return { events, tensors };
}

/** `count` calm norms, but at these steps. */
const norms = (count: number, odd: { readonly [step: number]: number } = {}) =>
  Array.from({ length: count }, (_, i) => odd[i + 1] ?? calm(i + 1));

test('at a spike the last twenty steps are written, with what was known of each', () => {
  const { events, tensors } = fly(norms(60, { 45: 40 }));
  expect(events).toEqual([
    {
      message: expect.stringMatching(
        /^the gradient norm was 40\.0 at step 45, z = \d+\.\d: the last 20 steps are kept$/,
      ),
      ...{ step: 45, reason: 'spike', quantity: 'gradient norm' },
    },
  ]);
  const [{ name, shape, attributes, data }] = tensors as [MeasuredTensor];
  const quantities = ['weight norm of a/kernel', 'loss', 'gradient norm of a/kernel', 'gradient norm'];
  expect([name, shape, attributes!.quantities]).toEqual([TENSOR.flight, [20, 4], quantities]);
  expect(attributes!.steps).toEqual(Array.from({ length: 20 }, (_, i) => 26 + i));
  const values = new Float32Array(data.slice().buffer);
  expect(Array.from(values.subarray(19 * 4))).toEqual([2, 0.5, 40, 40]);
});

test('spikes are written three times at most, and no step twice', () => {
  const near = fly(norms(60, { 45: 40, 50: 40 }));
  expect(near.events.map(({ step }) => step)).toEqual([45]);
  const many = fly(norms(300, { 45: 60, 100: 60, 160: 60, 220: 60, 280: 60 }));
  expect(many.events.map(({ step }) => step)).toEqual([45, 100, 160]);
  expect(many.events[2]!.message).toContain('further spikes are only counted');
  expect(many.tensors.length).toBe(3);
});

test('the first that is not finite is written once, after any number of spikes, by what it began with', () => {
  const losses = new Map([
    [290, Number.NaN],
    [291, Number.NaN],
  ]);
  const { events } = fly(norms(295, { 45: 60, 100: 60, 160: 60, 290: Number.NaN, 291: Number.NaN }), losses);
  expect(events.slice(3)).toEqual([
    {
      message: 'loss was NaN at step 290: the last 20 steps are kept',
      ...{ step: 290, reason: 'non-finite', quantity: 'loss' },
    },
  ]);
});

test('steps that were not sampled have their loss alone', () => {
  const { tensors } = fly([null, ...norms(30), null], new Map([[32, Number.POSITIVE_INFINITY]]));
  const { attributes, shape } = tensors[0]!;
  expect(shape[0]).toBe(20);
  expect((attributes!.sampled as number[][]).at(-1)).toEqual([0, 1, 0, 0]);
});

test('a calm training writes nothing', () => {
  expect(fly(norms(200))).toEqual({ events: [], tensors: [] });
});
