import { expect, test } from 'vitest';
import { SERIES } from '../../lib/protocol/record.ts';
import type { Findings } from './measurement.ts';
import { system, type Usage } from './system.ts';

function findings(): Findings & { readonly values: (readonly [string, number])[] } {
  const values: (readonly [string, number])[] = [];
  const nothing = () => undefined;
  return {
    ...{ values, tensor: nothing, reading: nothing, leftOut: nothing, event: nothing },
    scalar: (name, _context, value) => values.push([name, value]),
  };
}
const frame = { step: 1, loss: null, capture: null };

test('the share of cores is the time used between two looks, which are two seconds apart', () => {
  let ms = 0;
  let usage: Usage = { cpuMs: 500, memoryBytes: 1_000, cores: 2 };
  const found = findings();
  const measurement = system(
    () => usage,
    () => ms,
  );
  measurement.step!(frame, found);
  ms = 1_999;
  measurement.step!(frame, found);
  ms = 4_000;
  usage = { cpuMs: 6_500, memoryBytes: 2_000, cores: 2 };
  measurement.step!(frame, found);
  expect(found.values).toEqual([
    [SERIES.systemMemory, 1_000],
    [SERIES.systemMemory, 2_000],
    // 6 s of two cores in 4 s
    [SERIES.systemCpu, 0.75],
  ]);
});

test('this process has memory', () => {
  const found = findings();
  system().step!(frame, found);
  expect(found.values[0]![0]).toBe(SERIES.systemMemory);
  expect(found.values[0]![1]).toBeGreaterThan(10e6);
});

test('where nothing can be known, nothing is recorded', () => {
  const found = findings();
  system(() => ({ cpuMs: null, memoryBytes: null, cores: 1 })).step!(frame, found);
  expect(found.values).toEqual([]);
});
