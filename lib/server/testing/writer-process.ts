/** A trainer in a process of its own, told over IPC what to log: see {@link WriterOrder} in writer.ts. */
import { join } from 'node:path';
import { openStore, STORE_FILE } from '../../store/open-store.ts';
import { blockOf } from './blocks.ts';
import type { WriterOrder } from './writer.ts';

const store = await openStore(join(process.argv[2]!, STORE_FILE));
const segments = new Map<string, number>();

async function obey(order: WriterOrder): Promise<void> {
  if (order.do === 'create') {
    const { segment } = await store.createRun({ ...order.run, pid: process.pid });
    segments.set(order.run.id, segment.index);
  } else if (order.do === 'append') {
    const scalars = order.rows.length > 0 ? blockOf(order.rows) : null;
    const { tensors = [], epochs = [], verdicts = [], events = [] } = order;
    await store.append(order.runId, segments.get(order.runId) ?? 0, {
      scalars,
      epochs,
      verdicts,
      events,
      tensors: tensors.map(({ values, ...info }) => ({
        ...info,
        data: new Uint8Array(Float32Array.from(values).buffer),
      })),
    });
  } else if (order.do === 'update') {
    await store.updateRun(order.runId, order.patch);
  } else {
    await store.close();
  }
}

process.on('message', (order: WriterOrder) => {
  obey(order).then(
    () => {
      if (order.do === 'close') process.disconnect();
      else process.send?.({ ok: true });
    },
    (error: unknown) => process.send?.({ ok: false, message: String(error) }),
  );
});
process.send?.({ ok: true });
