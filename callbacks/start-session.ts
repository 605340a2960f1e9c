import { describeEnvironment } from './environment.ts';
import type { ResolvedRunOptions } from './options.ts';
import { RunSession, sayOnConsole } from './session.ts';
import type { Tf } from './tfjs-instance.ts';

/** Opens a run and says where it goes; null when it can't be recorded, which was said too. */
export async function startSession(options: ResolvedRunOptions, tf: Tf | null): Promise<RunSession | null> {
  const session = await RunSession.start(options, await describeEnvironment(tf), sayOnConsole);
  if (session) sayOnConsole('info', `recording ${options.project} / ${options.name} into ${options.file}`);
  return session;
}
