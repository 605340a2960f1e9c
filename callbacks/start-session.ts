import type { ResolvedRunOptions } from './options.ts';
import type { Platform } from './platform/platform.ts';
import { RunSession, sayOnConsole } from './session.ts';
import type { Tf } from './tfjs-instance.ts';

/** Opens a run and says where it goes; null when it can't be recorded, which was said too. */
export async function startSession(
  platform: Platform,
  options: ResolvedRunOptions,
  tf: Tf | null,
): Promise<RunSession | null> {
  const parts = await platform.parts(options, tf);
  const session = await RunSession.start(options, parts, sayOnConsole);
  if (session === null) return null;
  const { project, name, resume } = session.options;
  const from = resume ? `, going on after step ${session.step}` : '';
  sayOnConsole('info', `recording ${project} / ${name} into ${parts.sink.place}${from}`);
  return session;
}
