import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LIMITS_FILE } from '../../lib/analysis/verdicts/own-limits.ts';
import { UnrolledError } from '../../lib/base/errors.ts';
import { exitGuard } from '../../lib/recorder/exit-guard.ts';
import { threadSink } from '../../lib/recorder/writers.ts';
import { listenToConsole } from '../console-lines.ts';
import { dashboardOf } from '../dashboard-address.ts';
import { describeChanges, describeEnvironment } from '../environment.ts';
import { limitsFile } from '../limits-file.ts';
import type { ResolvedRunOptions } from '../options.ts';
import type { Tf } from '../tfjs-instance.ts';
import type { SessionParts } from './platform.ts';

/** What a run needs in a Node process: a thread with the folder's file, or one that talks to a server. */
export async function nodeParts({ target, resume, console }: ResolvedRunOptions, tf: Tf | null): Promise<SessionParts> {
  const file = target.kind === 'folder' ? resolve(target.dir ?? './data', 'unrolled.db') : null;
  if (resume && file !== null && !existsSync(file)) {
    throw new UnrolledError('unknown-run', `resume: there is no ${file} to find ${resume.id} in — check dir`);
  }
  const [environment, changes] = await Promise.all([describeEnvironment(tf), describeChanges()]);
  return {
    sink: threadSink(target.kind === 'server' ? target : { kind: 'file', file: file as string }),
    guard: exitGuard,
    host: hostname(),
    pid: process.pid,
    environment,
    changes,
    ...(console ? { listenToConsole } : {}),
    ...(file === null ? {} : ofFolder(dirname(file))),
  };
}

/** What else a data folder holds for the trainings that record into it. */
function ofFolder(dir: string): Pick<SessionParts, 'limits' | 'dashboard'> {
  return { limits: limitsFile(join(dir, LIMITS_FILE)), dashboard: () => dashboardOf(dir) };
}
