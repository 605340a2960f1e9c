import { parentPort } from 'node:worker_threads';
import { assert } from '../base/errors.ts';
import { HEARTBEAT_MS } from '../protocol/run.ts';
import { openStore } from '../store/open-store.ts';
import type { FromWriter, ToThread, ToWriter, WriterStart } from './wire.ts';
import { Writer } from './writer.ts';

/** How long one write waits for another process' write, in ms; the writer tries again. */
const BUSY_MS = 1_000;

const port = parentPort;
assert(port, 'writer-thread is started as a worker thread');
const post = (message: FromWriter) => port.postMessage(message);
let writer: Writer | null = null;

port.on('message', (message: ToThread | ToWriter) => {
  if (message.kind === 'start') writer = start(message);
  else if (message.kind === 'end') port.close();
  // What comes after the file was closed or given up has been counted by the sender.
  else writer?.accept(message);
});

function start({ file, shared }: WriterStart): Writer {
  const started = new Writer({
    file,
    open: () => openStore(file, { busyMs: BUSY_MS }),
    cells: new Int32Array(shared),
    post,
    closed: () => {
      clearInterval(pulse);
      writer = null;
      post({ kind: 'closed' });
    },
  });
  const pulse = setInterval(() => void started.beat(Date.now()), HEARTBEAT_MS);
  return started;
}
