import type { LayersModel } from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { readModelLayers } from '../../lib/model/model-layers.ts';
import type { ModelParts, Tensor } from '../../lib/model/tfjs-internals.ts';
import { hookCells } from './cell-hooks.ts';
import { Guard } from './guard.ts';
import { createCapture, type LayerFlow } from './index.ts';
import { Recording } from './recording.ts';
import { Stopwatch } from './stopwatch.ts';
import { type ReferenceCase, readReference, referenceModel } from './testing/reference.ts';

const reference = readReference();
let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

/**
 * One step of `fit` on all of a case's data; `afterStep` runs in onBatchEnd. A stateful case has a step before it, whose
 * targets do not matter: the learning rate is 0.
 */
async function fitOnce(
  model: LayersModel,
  { x, y, warm }: ReferenceCase,
  afterStep: () => void,
  beforeStep = () => {},
): Promise<number> {
  const { tf } = backend;
  const whole = [...(warm ?? []), ...x];
  const data = [tf.tensor(whole), tf.tensor(warm ? [...y, ...y] : y)] as const;
  const steps = whole.length / x.length;
  let loss = Number.NaN;
  await model.fit(...data, {
    batchSize: x.length,
    shuffle: false,
    verbose: 0,
    callbacks: {
      onBatchBegin: async (step) => void (step === steps - 1 && beforeStep()),
      onBatchEnd: async (step, logs) => {
        if (step < steps - 1) return;
        loss = logs!.loss as number;
        afterStep();
      },
    },
  });
  tf.dispose([...data]);
  return loss;
}

const runs = reference.cases.flatMap((one) => {
  const asLayers = { title: one.name, one, asCells: false };
  const stack = one.layers.length > 1 && !one.layers.some(({ bidirectional }) => bidirectional);
  return stack ? [asLayers, { title: `${one.name} as stacked cells`, one, asCells: true }] : [asLayers];
});

for (const { title, one, asCells } of runs) {
  test(`every adjoint of ${title} equals PyTorch's, out of one step of fit`, async () => {
    const { tf } = backend;
    const model = referenceModel(tf, one, asCells);
    const { cells } = readModelLayers(model as unknown as ModelParts);
    const guard = new Guard('test', new Stopwatch(), fail);
    const recording = new Recording(tf, guard, { states: false });
    // the loss of the step is computed inside a gradient, and nothing else runs the model here
    let unhook = () => {};
    const loss = await fitOnce(
      model,
      one,
      () => unhook(),
      () => {
        unhook = hookCells(cells, guard, () => recording);
      },
    );
    expect(loss).toBeCloseTo(one.loss, 5);
    expect(cells).toHaveLength(one.layers.length);
    for (const [i, { layer, cell }] of cells.entries()) {
      const call = recording.calls.find((other) => other.layer === layer)!;
      const trace = call.cells.get(cell)!;
      const { adjoints } = one.layers[i]!;
      expectAdjoints(trace.dh, adjoints.h, layer.goBackwards);
      if (adjoints.c !== undefined) expectAdjoints(trace.dc, adjoints.c, layer.goBackwards);
    }
    recording.dispose();
  });

  test(`the flow of ${title} is the median, q10 and q90 of PyTorch's norms over the valid sequences`, async () => {
    const model = referenceModel(backend.tf, one, asCells);
    const capture = createCapture(backend.tf, model, { onError: fail });
    capture.install();
    capture.sample({ weights: false, flow: true });
    let flows: readonly LayerFlow[] = [];
    await fitOnce(model, one, () => {
      flows = capture.take()!.flows;
    });
    capture.uninstall();
    expect(flows).toHaveLength(one.layers.length);
    for (const [i, flow] of flows.entries()) {
      const expected = one.layers[i]!.statistics.flat(2).map((value) => value ?? Number.NaN);
      expect(flow.scale).toBe('batch-mean x B');
      expect(flow.values).toHaveLength(expected.length);
      for (const [at, value] of expected.entries()) expectRelative(flow.values[at]!, value);
    }
  });
}

const itemised = reference.cases.filter((one) => one.itemised !== undefined && one.warm === undefined);

test.each(itemised)("what the loss of a single step sends back equals PyTorch's: $name", (one) => {
  const { tf } = backend;
  const model = referenceModel(tf, one);
  const capture = createCapture(tf, model, { onError: fail });
  const [x, y] = [tf.tensor(one.x), tf.tensor(one.y)];
  const flows = capture.itemised(x, y, one.itemised!.anchors);
  tf.dispose([x, y]);
  expect(flows).toHaveLength(one.layers.length);
  for (const [i, flow] of flows.entries()) {
    const expected = one.itemised!.medians[i]!.flat();
    const largest = Math.max(...expected);
    expect(flow.values).toHaveLength(expected.length);
    for (const [at, value] of expected.entries())
      expect(Math.abs(flow.values[at]! - value)).toBeLessThanOrEqual(reference.about.tolerance * 5 * largest);
  }
});

function expectAdjoints(kept: readonly Tensor[], expected: number[][][], reversed: boolean): void {
  for (const [t, rows] of expected.entries()) {
    const tensor = kept[reversed ? expected.length - 1 - t : t];
    const want = rows.flat();
    const got = tensor === undefined ? want.map(() => 0) : Array.from(tensor.dataSync());
    const largest = Math.max(...want.map(Math.abs));
    // a padded step's adjoint is exactly 0
    for (const [i, value] of got.entries()) {
      expect(Math.abs(value - want[i]!)).toBeLessThanOrEqual(reference.about.tolerance * largest);
    }
  }
}

function expectRelative(value: number, expected: number): void {
  if (Number.isNaN(expected)) expect(value).toBeNaN();
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(reference.about.tolerance * expected);
}
