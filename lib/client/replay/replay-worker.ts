// What runs in a worker of a page without a server: heavy analysis, whose tensors come from the page itself.
import { type ServedPort, serveJobs } from '../derived/serve-jobs.ts';
import type { FetchAnswer, FetchRequest } from './page-worker.ts';

const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
};
const waiting = new Map<number, (answer: FetchAnswer) => void>();
let asked = 0;

const fetchOfPage: typeof fetch = (url) =>
  new Promise((resolve) => {
    const id = ++asked;
    waiting.set(id, ({ status, body }) => resolve(new Response(body, { status })));
    scope.postMessage({ type: 'fetch', id, url: String(url) } satisfies FetchRequest);
  });

const port: ServedPort = { postMessage: (message) => scope.postMessage(message), onmessage: null };
serveJobs(port, fetchOfPage);

scope.onmessage = ({ data }) => {
  const message = data as FetchAnswer | Parameters<NonNullable<ServedPort['onmessage']>>[0]['data'];
  if (!('type' in message)) return port.onmessage?.({ data: message });
  waiting.get(message.id)?.(message);
  waiting.delete(message.id);
};
