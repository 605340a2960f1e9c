import { parentPort } from 'node:worker_threads';
import { assert } from '../base/errors.ts';
import { HEARTBEAT_MS } from '../protocol/run.ts';
import { QUEUE_KIB } from './counters.ts';
import type { FromWriter, ToThread, ToWriter, WriterStart } from './wire.ts';

/** How long one write waits for another process' write, in ms; the writer tries again. */
const BUSY_MS = 1_000;

/** What owns a target: takes messages in order. */
interface Owner {
  accept(message: ToWriter): void;
  /** Says of every run that is alive that it is. */
  beat(nowMs: number): Promise<void>;
}

const port = parentPort;
assert(port, 'writer-thread is started as a worker thread');
const post = (message: FromWriter) => port.postMessage(message);
/** Null when there is none; a promise while it is being loaded, so that messages keep their order. */
let owner: Promise<Owner> | null = null;

port.on('message', (message: ToThread | ToWriter) => {
  if (message.kind === 'start') owner = start(message);
  else if (message.kind === 'end') port.close();
  // What comes after the target was closed or given up has been counted by the sender.
  else void owner?.then((one) => one.accept(message));
});

async function start(message: WriterStart): Promise<Owner> {
  const closed = () => {
    clearInterval(pulse);
    owner = null;
    post({ kind: 'closed' });
  };
  const started = await (message.target.kind === 'file' ? ownFile(message, closed) : ownServer(message, closed));
  const pulse = setInterval(() => void started.beat(Date.now()), HEARTBEAT_MS);
  return started;
}

// Loaded as needed: a thread that talks to a server needs no database, and the other way round.
async function ownFile({ target, shared }: WriterStart, closed: () => void): Promise<Owner> {
  assert(target.kind === 'file', 'a file');
  const [{ openStore }, { Writer }] = await Promise.all([import('../store/open-store.ts'), import('./writer.ts')]);
  const { file } = target;
  const open = () => openStore(file, { busyMs: BUSY_MS });
  return new Writer({ file, open, cells: new Int32Array(shared), post, closed });
}

async function ownServer({ target, shared }: WriterStart, closed: () => void): Promise<Owner> {
  assert(target.kind === 'server', 'a server');
  const { Sender } = await import('./sender.ts');
  const { url, token } = target;
  return new Sender({ url, token, cells: new Int32Array(shared), queueKib: QUEUE_KIB, post, closed, fetch });
}
