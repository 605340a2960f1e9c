import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/errors.ts';
import { HEARTBEAT_MS } from '../protocol/run.ts';
import { openStore } from '../store/open-store.ts';
import type { ToWriter, WriterStart } from './wire.ts';
import { Writer } from './writer.ts';

/** How long one write waits for another process' write, in ms; the writer tries again. */
const BUSY_MS = 1_000;

const port = parentPort;
assert(port, 'writer-thread is started as a worker thread');
const { file, shared } = workerData as WriterStart;

const writer = new Writer({
  open: () => openStore(file, { busyMs: BUSY_MS }),
  cells: new Int32Array(shared),
  post: (message) => port.postMessage(message),
  closed: () => {
    clearInterval(pulse);
    port.close();
  },
});
const pulse = setInterval(() => void writer.beat(Date.now()), HEARTBEAT_MS);
port.on('message', (message: ToWriter) => writer.accept(message));
