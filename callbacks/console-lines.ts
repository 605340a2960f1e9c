import { stripVTControlCharacters } from 'node:util';
import { hookMethod } from '../lib/model/method-hook.ts';

/** Longest line kept, in characters. */
const LONGEST = 2_000;

/** One line that the process printed. */
export interface ConsoleLine {
  readonly stream: 'out' | 'err';
  readonly text: string;
}

type Write = (...args: [chunk: string | Uint8Array, ...rest: never[]]) => boolean;
type Take = (line: ConsoleLine) => void;

// Module-level on purpose: the streams are the process' own, and runs that listen at the same time share one hook.
const listeners = new Set<Take>();
let unhook: (() => void) | null = null;

/**
 * Tells `take` every whole line that the process prints from now on, without colours; of a line that is written over (a
 * progress bar) what was there last. What is printed is printed as before. Returns the function that stops it.
 */
export function listenToConsole(take: Take): () => void {
  listeners.add(take);
  unhook ??= hookStreams();
  return () => {
    listeners.delete(take);
    if (listeners.size > 0) return;
    unhook?.();
    unhook = null;
  };
}

function hookStreams(): () => void {
  const unhooks = [hookStream(process.stdout, 'out'), hookStream(process.stderr, 'err')];
  return () => {
    for (const one of unhooks) one();
  };
}

function hookStream(target: { write: Write }, stream: ConsoleLine['stream']): () => void {
  const note = lineSplitter((text) => {
    for (const take of listeners) take({ stream, text });
  });
  return hookMethod<'write', Write>(target, 'write', (original) => (...args) => {
    const result = original.apply(target, args);
    try {
      note(typeof args[0] === 'string' ? args[0] : new TextDecoder().decode(args[0]));
    } catch {
      // what is printed must never fail because somebody listens
    }
    return result;
  });
}

/** Cuts what is written into lines, handed to `take` one by one as they end. */
export function lineSplitter(take: (line: string) => void): (chunk: string) => void {
  let open = '';
  return (chunk) => {
    const parts = (open + chunk).split('\n');
    open = (parts.pop() ?? '').slice(-LONGEST * 2);
    for (const part of parts) {
      const line = lastWritten(stripVTControlCharacters(part));
      if (line !== '') take(line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line);
    }
  };
}

/** What stands there after carriage returns: the last part that is not empty. */
function lastWritten(line: string): string {
  return (
    line
      .split('\r')
      .map((part) => part.trimEnd())
      .findLast((part) => part !== '') ?? ''
  );
}
