import type { Json } from '../lib/protocol/json.ts';
import type { EventRecord } from '../lib/protocol/record.ts';
import type { ConsoleLine } from './console-lines.ts';
import type { SessionParts } from './platform/platform.ts';

/** Lines of one run that are kept, unless told. */
const MOST_LINES = 5_000;

/** What takes the lines: a run's session. */
interface Printing {
  event(kind: EventRecord['kind'], level: EventRecord['level'], message: string, data?: { [key: string]: Json }): void;
}

/** Keeps what the process prints as events of a run, up to a number of lines; returns the function that stops it. */
export function recordConsole(
  session: Printing,
  listen: NonNullable<SessionParts['listenToConsole']>,
  most: number = MOST_LINES,
): () => void {
  let kept = 0;
  let stop: () => void = () => undefined;
  const note = ({ stream, text }: ConsoleLine) => {
    // what Unrolled itself says is in the record already
    if (/^unrolled\b/i.test(text)) return;
    if (kept++ < most) {
      session.event('console', stream === 'err' ? 'warning' : 'info', text, { stream });
      return;
    }
    stop();
    session.event('capture', 'warning', `console: the first ${most} lines are kept — what came later is not`);
  };
  stop = listen(note);
  return stop;
}
