// The worker's own code in a thread of Node, for tests: only what it talks through differs.
import { parentPort } from 'node:worker_threads';
import { type ServedPort, serveJobs } from '../serve-jobs.ts';

const port: ServedPort = { onmessage: null, postMessage: (message) => parentPort?.postMessage(message) };
parentPort?.on('message', (data) => port.onmessage?.({ data }));
serveJobs(port);
