import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import type { Example } from '../../examples/example.ts';
import { sentiment } from '../../examples/sentiment/train.ts';
import { speech } from '../../examples/speech/train.ts';
import { translation } from '../../examples/translation/train.ts';
import { EMPTY_CURSOR } from '../../lib/protocol/delta.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';
import { ensureDigits } from '../../scripts/setup/digits.mjs';
import { ensureSentences } from '../../scripts/setup/sentences.mjs';

/** Some seconds each on cores of one's own; other tests share them. */
const PATIENCE_MS = 240_000;
const before = process.env.UNROLLED_DIR;
let backend: Backend;
let folder = '';

beforeAll(async () => {
  backend = await loadBackend();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-example-'));
  process.env.UNROLLED_DIR = folder;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => {
  if (before === undefined) delete process.env.UNROLLED_DIR;
  else process.env.UNROLLED_DIR = before;
});

/** Trains two short epochs and reads back what the run holds. */
async function glance(example: Example, rows: number) {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  const outcome = await example.train({ backend, variant: 'healthy', seed: 1, glance: { epochs: 2, rows }, say });
  const store = await openStore(join(folder, STORE_FILE), { readOnly: true });
  try {
    const { info } = await store.getRun(outcome.run);
    const { tensors, epochs } = await store.tail(outcome.run, EMPTY_CURSOR);
    const names = (epoch: number) => new Set(tensors.filter((one) => one.epoch === epoch).map(({ name }) => name));
    return { outcome, lines, run: info, tensors, snapshots: epochs.map(({ snapshot }) => snapshot), names };
  } finally {
    await store.close();
  }
}

test(
  'a glance at translation leaves states, attention, decoded sentences and where attention ought to lie',
  async () => {
    const { outcome, lines, run, tensors, snapshots, names } = await glance(translation, 80);
    expect(outcome.losses).toHaveLength(2);
    expect(outcome.losses[1]!).toBeLessThan(outcome.losses[0]!);
    expect(Object.keys(outcome.figures)).toEqual(['dates', 'numbers']);
    expect(run.status).toBe('finished');
    expect(snapshots).toEqual([true, true]);
    for (const epoch of [1, 2]) {
      for (const name of [TENSOR.h, TENSOR.flow, TENSOR.attention, TENSOR.decoded]) {
        expect(names(epoch), `epoch ${epoch}`).toContain(name);
      }
    }
    const layers = new Set(tensors.filter(({ name }) => name === TENSOR.h).map(({ layer }) => layer));
    expect([...layers].sort()).toEqual(['decoder', 'encoder']);
    const { tokens, targetTokens, alignment } = run.probe!;
    expect(tokens![0]!.length).toBeGreaterThan(0);
    expect(alignment!.map((one) => one.length)).toEqual(targetTokens!.map((one) => one.length));
    expect(lines.filter((line) => line.includes(' → ')).length).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);

test(
  'a glance at sentiment leaves states of sentences of different lengths, their words and what they hang on',
  async () => {
    const data = await ensureSentences();
    if ('reason' in data) {
      await expect(glance(sentiment, 200)).rejects.toThrow('rated sentences: ');
      return;
    }
    const { outcome, run, names } = await glance(sentiment, 400);
    expect(outcome.losses).toHaveLength(2);
    expect(outcome.figures.majority).toBeGreaterThanOrEqual(0.5);
    for (const name of [TENSOR.h, TENSOR.flow, TENSOR.gates, TENSOR.saliency]) expect(names(2)).toContain(name);
    const { tokens, classNames, count } = run.probe!;
    expect(classNames).toEqual(['negative', 'positive']);
    expect(tokens).toHaveLength(count);
    expect(new Set(tokens!.map((words) => words.length)).size).toBeGreaterThan(3);
  },
  PATIENCE_MS,
);

test(
  'a glance at speech leaves states, flow and saliency of recordings of different lengths',
  async () => {
    const data = await ensureDigits();
    if ('reason' in data) {
      await expect(glance(speech, 200)).rejects.toThrow('spoken digits: ');
      return;
    }
    const { outcome, run, names } = await glance(speech, 400);
    expect(outcome.losses).toHaveLength(2);
    for (const name of [TENSOR.h, TENSOR.flow, TENSOR.gates, TENSOR.saliency]) expect(names(2)).toContain(name);
    expect(run.probe!.labels![0]).toMatch(/^\w+, \d+ frames$/);
  },
  PATIENCE_MS,
);
