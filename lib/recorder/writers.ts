import type { LinkUser, Sink } from './link.ts';
import type { Target } from './wire.ts';
import { WriterLink } from './writer-link.ts';

/** How long a target stays open after its last run ended, in ms: a second `fit` right after finds it open. */
const IDLE_MS = 1_000;

interface Entry {
  readonly link: WriterLink;
  readonly users: Set<LinkUser>;
  idle: NodeJS.Timeout | null;
}

// Module-level on purpose: runs of one process that log into one target share one thread and one connection.
const writers = new Map<string, Entry>();

/** A file (absolute path) or a server as a sink whose link is a thread. */
export function threadSink(target: Target): Sink {
  const key = JSON.stringify(target);
  return {
    place: target.kind === 'file' ? target.file : target.url,
    words: target.kind === 'file' ? FILE_WORDS : SERVER_WORDS,
    acquire: (user, warn) => acquire(key, target, user, warn),
    release: (link, user, how) => release(key, link, user, how),
    closeUnused: (stallMs) => closeUnused(key, stallMs),
  };
}

const FILE_WORDS = {
  full: 'The disk does not keep up and the queue is full: some of what is logged is dropped and counted.',
  late: 'what is left can not be written for 10 s now — is the file locked or the disk full?',
};

const SERVER_WORDS = {
  full: 'The server does not take what is logged and the queue is full: the newest is dropped and counted, tensors first.',
  late: 'the server did not take what is left within 10 s — is it running? It is tried on until this process ends.',
};

function acquire(key: string, target: Target, user: LinkUser, warn: (text: string) => void): WriterLink {
  let entry = writers.get(key);
  if (!entry || entry.link.closing || entry.link.failure) {
    entry = { link: new WriterLink(target, warn), users: new Set(), idle: null };
    writers.set(key, entry);
  }
  if (entry.idle) clearTimeout(entry.idle);
  entry.idle = null;
  entry.users.add(user);
  return entry.link;
}

async function release(
  key: string,
  link: unknown,
  user: LinkUser,
  { now, stallMs }: { readonly now: boolean; readonly stallMs: number },
): Promise<boolean> {
  const entry = writers.get(key);
  if (entry === undefined || entry.link !== link) return true;
  entry.users.delete(user);
  if (now) return closeUnused(key, stallMs);
  if (entry.users.size > 0) return true;
  closeWhenIdle(key, entry);
  return true;
}

function closeWhenIdle(key: string, entry: Entry): void {
  if (entry.idle) clearTimeout(entry.idle);
  entry.idle = setTimeout(() => {
    // A server that is away is tried as long as the process lives.
    if (entry.link.target.kind === 'server' && entry.link.left > 0) return closeWhenIdle(key, entry);
    writers.delete(key);
    entry.link.requestClose();
  }, IDLE_MS);
  entry.idle.unref();
}

async function closeUnused(key: string, stallMs: number): Promise<boolean> {
  const entry = writers.get(key);
  if (!entry || entry.users.size > 0) return true;
  if (entry.idle) clearTimeout(entry.idle);
  writers.delete(key);
  return entry.link.close(stallMs);
}

/**
 * Closes every target, blocking the thread while it gets on, at most `ms` in all: for the moment the process ends.
 * Says of each what could not be written.
 */
export function closeWritersSync(stallMs: number, ms: number): readonly string[] {
  const end = performance.now() + ms;
  for (const { users } of writers.values()) for (const user of users) user.post();
  const last = [...writers.values()].map(({ link }) => [link, link.requestClose()] as const);
  writers.clear();
  return last.flatMap(([link, seq]) => {
    link.doneSync(seq, stallMs, end - performance.now());
    if (link.left === 0 || link.failure) return [];
    const place = link.target.kind === 'file' ? link.target.file : link.target.url;
    return [`${place}: at least ${link.left} points and records could not be written before the end and are lost`];
  });
}
