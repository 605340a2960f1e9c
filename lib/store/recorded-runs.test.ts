import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EMPTY_CURSOR } from '../protocol/delta.ts';
import { SERIES, TENSOR } from '../protocol/record.ts';
import { openStore } from './open-store.ts';

// One file per schema version, recorded by the version that wrote it and never made again: an old run always opens.
const FIXTURES = new URL('../../data/fixtures/', import.meta.url);
const files = readdirSync(FIXTURES).filter((name) => /^schema-\d+\.db$/.test(name));

test('there is a recorded run', () => {
  expect(files).toContain('schema-1.db');
});

test.each(files)('the run recorded in %s opens with all its epochs, losses, flows and states', async (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-recorded-'));
  try {
    const file = join(folder, name);
    cpSync(new URL(name, FIXTURES), file);
    const store = await openStore(file);
    try {
      const run = (await store.listRuns())[0]?.info;
      expect(run).toMatchObject({ project: 'fixture', name: 'recorded', status: 'finished', memory: 11 });
      const { epochs, series, points, tensors } = await store.tail(run!.id, EMPTY_CURSOR);
      expect(epochs.map(({ epoch, snapshot }) => [epoch, snapshot])).toEqual([
        [1, true],
        [2, true],
        [3, true],
      ]);
      const loss = series.find((each) => each.name === SERIES.loss && each.context.subset === 'val');
      const values = points.find(({ id }) => id === loss?.id)?.values;
      expect(values).toHaveLength(3);
      expect(values?.every((value) => value > 0 && value < 3)).toBe(true);
      const flow = tensors.filter((tensor) => tensor.name === TENSOR.flow);
      expect(flow.map(({ shape }) => shape)).toEqual([
        [3, 3, 12],
        [3, 3, 12],
        [3, 3, 12],
      ]);
      const states = tensors.find((tensor) => tensor.name === TENSOR.h);
      const { data, shape } = await store.tensor(states!.id);
      expect([shape[1], shape[2], data.byteLength]).toEqual([12, 6, shape[0]! * 12 * 6 * 2]);
    } finally {
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
