import { WriterLink } from './writer-link.ts';

/** How long a file stays open after its last run ended, in ms: a second `fit` right after finds it open. */
const IDLE_MS = 1_000;

/** What uses a writer: hands on what it still holds when asked. */
export interface WriterUser {
  post(): void;
}

interface Entry {
  readonly link: WriterLink;
  readonly users: Set<WriterUser>;
  idle: NodeJS.Timeout | null;
}

// Module-level on purpose: runs of one process that log into one file share one thread and one connection.
const writers = new Map<string, Entry>();

/** The writer of a file (absolute path), started when there is none. To be {@link releaseWriter}d by the same user. */
export function acquireWriter(file: string, user: WriterUser, warn: (text: string) => void): WriterLink {
  let entry = writers.get(file);
  if (!entry || entry.link.closing || entry.link.failure) {
    entry = { link: new WriterLink(file, warn), users: new Set(), idle: null };
    writers.set(file, entry);
  }
  if (entry.idle) clearTimeout(entry.idle);
  entry.idle = null;
  entry.users.add(user);
  return entry.link;
}

/**
 * Gives a writer back. The last one out closes the file: at once when `now`, else after {@link IDLE_MS} without a run.
 * Resolves true when, asked to close now, the file is closed or still used by another run.
 */
export async function releaseWriter(
  link: WriterLink,
  user: WriterUser,
  { now, stallMs }: { readonly now: boolean; readonly stallMs: number },
): Promise<boolean> {
  const entry = writers.get(link.file);
  if (entry?.link !== link) return true;
  entry.users.delete(user);
  if (now) return closeUnusedWriter(link.file, stallMs);
  if (entry.users.size > 0) return true;
  if (entry.idle) clearTimeout(entry.idle);
  entry.idle = setTimeout(() => {
    writers.delete(link.file);
    link.requestClose();
  }, IDLE_MS);
  entry.idle.unref();
  return true;
}

/** Closes a file unless a run uses it; true when it is closed, or used, or was not open. */
export async function closeUnusedWriter(file: string, stallMs: number): Promise<boolean> {
  const entry = writers.get(file);
  if (!entry || entry.users.size > 0) return true;
  if (entry.idle) clearTimeout(entry.idle);
  writers.delete(file);
  return entry.link.close(stallMs);
}

/**
 * Closes every file, blocking the thread while the disk gets on, at most `ms` in all: for the moment the process ends.
 * False when something could not be written.
 */
export function closeWritersSync(stallMs: number, ms: number): boolean {
  const end = performance.now() + ms;
  for (const { users } of writers.values()) for (const user of users) user.post();
  const last = [...writers.values()].map(({ link }) => [link, link.requestClose()] as const);
  writers.clear();
  return last.every(([link, seq]) => link.doneSync(seq, stallMs, end - performance.now()));
}
