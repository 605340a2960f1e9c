import { expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { TENSOR } from '../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { plain } from './bad-input/subjects.ts';
import { unrolled } from './node.ts';

const { tf } = await loadBackend();

test('all that is kept of an epoch stays within its bytes, the flow of its batches too', async () => {
  for (const epochBytes of [700, 2_000, 20_000]) {
    const { model, x, y } = plain(tf);
    const dir = temporaryFolder();
    const told = { tf, dir, every: 1, budget: { time: 1, epochBytes }, console: false, lint: false };
    const monitor = await unrolled(model, told);
    await model.fit(x as never, y as never, { epochs: 2, batchSize: 1, verbose: 0, callbacks: monitor });
    await monitor.run.finish();
    const { delta } = await readRun(dir);
    for (const epoch of [1, 2]) {
      const own = delta.tensors.filter((tensor) => tensor.epoch === epoch);
      expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(epochBytes);
      expect(own.filter(({ name }) => name === TENSOR.weight)).toHaveLength(5);
    }
    const flows = delta.tensors.filter(({ name }) => name === TENSOR.batchFlow).length;
    const said = delta.events.some(({ message }) =>
      message.startsWith('gradient flow of training batches: not of all'),
    );
    expect(flows).toBeGreaterThan(0);
    expect(flows < 24).toBe(epochBytes < 20_000);
    expect(said).toBe(flows < 24);
  }
});
