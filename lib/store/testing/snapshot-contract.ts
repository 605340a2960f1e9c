import fc from 'fast-check';
import { expect } from 'vitest';
import { EMPTY_CURSOR } from '../../protocol/delta.ts';
import type { EpochRecord, EventRecord, TensorRecord } from '../../protocol/record.ts';
import { decodeTensor, encodeTensor } from '../../protocol/tensor-codec.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import { EMPTY_BATCH, newRun, scalars } from './records.ts';
import type { WithStore } from './with-store.ts';

const states: TensorRecord = {
  ...{ name: 'state_h', layer: 'lstm_1', dtype: 'float16', shape: [1, 2, 3], axes: ['sequence', 'time', 'unit'] },
  ...{ step: 20, epoch: 2, wallMs: 1_700_000_001_500.25, attributes: { scale: 'raw', limit: Number.NaN } },
  data: encodeTensor([0.1, -0.9, Number.NaN, 1, 0, -0], 'float16'),
};
const event: EventRecord = {
  ...{ step: 20, epoch: 2, wallMs: 1_700_000_001_500, kind: 'capture', level: 'warning' },
  ...{ message: 'attention was left out', data: { layer: 'attention_1' } },
};
const epoch: EpochRecord = { step: 20, epoch: 2, wallMs: 1_700_000_001_500, firstStep: 11, snapshot: true };
const verdict: Verdict = {
  ...{ id: 'VAN-T:lstm_1:2', rule: 'VAN-T', severity: 'warning', layer: 'lstm_1', onsetEpoch: 2, announcedEpoch: 4 },
  endEpoch: null,
  evidence: [
    { quantity: 'flow-ratio', epoch: 4, value: 1e-7, limit: 1e-3, relation: 'below', severity: 'warning', source: 'x' },
    { quantity: 'non-finite', epoch: 4, value: Infinity, limit: null, relation: null, severity: null, source: 'x' },
  ],
  remedies: [{ key: 'forget-bias', values: { layer: 'lstm_1' }, code: 'unitForgetBias: true' }],
};

/** Tensors, events, epochs and verdicts. */
export function snapshotContract(withStore: WithStore): void {
  withStore('a tensor is announced without its bytes and read by its id', async (store) => {
    await store.createRun(newRun('a'));
    await store.append('a', 0, { ...EMPTY_BATCH, tensors: [states] });
    const { tensors } = await store.tail('a', EMPTY_CURSOR);
    const { data, ...info } = states;
    expect(tensors).toEqual([{ ...info, id: tensors[0]!.id, bytes: 12 }]);
    expect(await store.tensor(tensors[0]!.id)).toEqual(states);
    const bytes = await store.tensorBytes(tensors[0]!.id);
    expect(bytes).toEqual(data);
    expect(bytes.buffer.byteLength).toBe(12);
    const { values } = decodeTensor(tensors[0]!, bytes);
    expect(values[0]).toBeCloseTo(0.1, 4);
    expect(values[2]).toBeNaN();
    await expect(store.tensor(99)).rejects.toMatchObject({ code: 'unknown-tensor' });
    await expect(store.tensorBytes(99)).rejects.toMatchObject({ code: 'unknown-tensor' });
  });

  withStore('bytes of any kind and length survive, none at all included', async (store) => {
    await store.createRun(newRun('a'));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 10_000 }), async (data) => {
        const before = await store.tail('a', EMPTY_CURSOR);
        const tensor: TensorRecord = { ...states, dtype: 'uint8', shape: [data.length], axes: ['byte'], data };
        await store.append('a', 0, { ...EMPTY_BATCH, tensors: [tensor] });
        const { tensors } = await store.tail('a', before.cursor);
        expect(tensors).toHaveLength(1);
        expect(await store.tensorBytes(tensors[0]!.id)).toEqual(data);
      }),
      { numRuns: 20 },
    );
  });

  withStore('tensors and events come once, in the order of their ids', async (store) => {
    await store.createRun(newRun('a'));
    await store.createRun(newRun('b'));
    await store.append('a', 0, { ...EMPTY_BATCH, tensors: [states], events: [event] });
    const first = await store.tail('a', EMPTY_CURSOR);
    await store.append('b', 0, { ...EMPTY_BATCH, tensors: [states], events: [event] });
    await store.append('a', 0, { ...EMPTY_BATCH, tensors: [states, states], events: [event, event] });
    const second = await store.tail('a', first.cursor);
    expect(first.events).toEqual([{ ...event, id: first.events[0]!.id }]);
    expect(second.tensors).toHaveLength(2);
    expect(second.events).toHaveLength(2);
    const ids = [...first.tensors, ...second.tensors].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((x, y) => x - y));
    expect((await store.tail('a', second.cursor)).events).toEqual([]);
  });

  withStore('an epoch comes when it ends, and its number shows in the list', async (store) => {
    await store.createRun(newRun('a'));
    const before = await store.tail('a', EMPTY_CURSOR);
    await store.append('a', 0, { ...EMPTY_BATCH, epochs: [epoch] });
    const delta = await store.tail('a', before.cursor);
    expect(delta.epochs).toEqual([{ ...epoch, segment: 0 }]);
    expect(delta.run?.id).toBe('a');
    await store.append('a', 0, { ...EMPTY_BATCH, epochs: [{ ...epoch, epoch: 3, snapshot: false }] });
    expect((await store.tail('a', delta.cursor)).epochs).toEqual([{ ...epoch, epoch: 3, snapshot: false, segment: 0 }]);
    expect((await store.getRun('a')).epoch).toBe(3);
  });

  withStore('a verdict of a known id replaces the one before', async (store) => {
    await store.createRun(newRun('a'));
    await store.append('a', 0, { ...EMPTY_BATCH, verdicts: [verdict] });
    const first = await store.tail('a', EMPTY_CURSOR);
    expect(first.verdicts).toEqual([verdict]);
    const ended = { ...verdict, severity: 'critical' as const, endEpoch: 9 };
    await store.append('a', 0, { ...EMPTY_BATCH, verdicts: [ended] });
    expect((await store.tail('a', first.cursor)).verdicts).toEqual([ended]);
    expect((await store.tail('a', EMPTY_CURSOR)).verdicts).toEqual([ended]);
    expect(await store.listVerdicts('a')).toEqual([ended]);
  });

  withStore('a batch that fails leaves nothing behind, and the next one goes in', async (store) => {
    await store.createRun(newRun('a'));
    await store.append('a', 0, scalars([['loss', 1, 1]]));
    const before = await store.tail('a', EMPTY_CURSOR);
    const broken = { ...states, data: 'no bytes' as unknown as Uint8Array };
    const failing = {
      ...scalars([
        ['loss', 2, 2],
        ['acc', 2, 2],
      ]),
      epochs: [epoch],
      tensors: [broken],
    };
    await expect(store.append('a', 0, failing)).rejects.toThrow();
    expect((await store.tail('a', before.cursor)).points).toEqual([]);
    expect(await store.append('a', 0, { ...failing, tensors: [states] })).toEqual({ points: 2, refused: 0 });
    const after = await store.tail('a', before.cursor);
    expect(after.points.map(({ steps }) => [...steps])).toEqual([[2], [2]]);
    expect(after.tensors).toHaveLength(1);
  });
}
