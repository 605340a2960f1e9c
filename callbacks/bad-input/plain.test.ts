import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import type { Tf } from '../tfjs-instance.ts';
import { plain } from './subjects.ts';
import { harmless } from './trial.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

test('where nothing is wrong everything is measured and nothing is warned of: what the other cases are held against', async () => {
  const { run, warnings } = await harmless(tf, { make: plain });
  expect(run.info.status).toBe('finished');
  expect(warnings).toEqual([]);
  const tensors = new Set(run.delta.tensors.map(({ name }) => name));
  for (const name of [TENSOR.flow, TENSOR.h, TENSOR.c, TENSOR.gates, TENSOR.saliency, TENSOR.lyapunov]) {
    expect(tensors).toContain(name);
  }
  const series = new Set(run.delta.series.map(({ name }) => name));
  for (const name of [SERIES.gradientNorm, SERIES.gradientCosine, SERIES.memoryHorizon, SERIES.cka]) {
    expect(series).toContain(name);
  }
});
