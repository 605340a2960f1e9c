import type { Limits } from '../../lib/analysis/verdicts/limits.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import type { RunStatus } from '../../lib/protocol/run.ts';
import type { Sink } from '../../lib/recorder/link.ts';
import type { ConsoleLine } from '../console-lines.ts';
import type { Environment, ResolvedRunOptions } from '../options.ts';
import type { Tf } from '../tfjs-instance.ts';

/** A run that wants to be ended when its process or page ends. */
export interface Guarded {
  /** Posts everything with its last status; waits for nothing and never throws. */
  endNow(status: RunStatus, detail: string | null): void;
}

/** Ends runs when the process or page ends. */
export interface RunGuard {
  add(run: Guarded): void;
  remove(run: Guarded): void;
  /** To be called now and then from inside training. */
  touch(nowMs: number): void;
}

/** Where the limits of the verdicts come from. */
export interface LimitsSource {
  /** The limits as they are now; whether they changed since the last call, and what is wrong with them. Never throws. */
  read(): { readonly limits: Limits; readonly isNew: boolean; readonly trouble: string | null };
}

/** What a run needs of where it runs. */
export interface SessionParts {
  readonly sink: Sink;
  readonly guard: RunGuard;
  /** Who records: a machine's name or a page's host, and the number of the process, 0 in a page. */
  readonly host: string;
  readonly pid: number;
  /** Versions, machine, command line or page. */
  readonly environment: JsonObject;
  /** What is changed in the code since the commit, where that can be found out. */
  readonly changes?: string | null;
  /** Tells what the process prints, line by line, until the function it returns is called; absent where it can't. */
  readonly listenToConsole?: (take: (line: ConsoleLine) => void) => () => void;
  /** URL of the dashboard that shows what is recorded here, as long as one runs; absent where that can't be known. */
  readonly dashboard?: () => string | null;
  /** Absent where a person can keep no limits of their own: the defaults hold. */
  readonly limits?: LimitsSource;
}

/** Where the public API runs. Loads the recorder only when a run begins. */
export interface Platform {
  readonly env: Environment;
  /** Readies what is used when no namespace of tfjs is given. Never rejects. */
  prepareTf(): Promise<void>;
  /** Throws `bad-option` for options that make no sense here, `unknown-run` where there is nothing to resume. */
  parts(options: ResolvedRunOptions, tf: Tf | null): Promise<SessionParts>;
}
