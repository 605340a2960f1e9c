import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnrolledError } from '../../base/errors.ts';
import { REPLAY_DATA_MARK, REPLAY_PART, REPLAY_TITLE_MARK, REPLAY_TYPE } from '../../protocol/replay.ts';
import type { Store } from '../../store/store.ts';
import { type ReplayArchive, type ReplayOptions, replayArchive } from './replay-archive.ts';

/** The page without a run, beside the built dashboard. */
export const REPLAY_TEMPLATE = '.replay.html';

/**
 * One HTML page with a run in it, in pieces: dashboard, styles, fonts and data, for a browser without server or network.
 * `dashboard`: the folder of the built dashboard. Throws UnrolledError `not-built`, or what the store says.
 */
export async function replayHtml(
  dashboard: string,
  store: Store,
  runId: string,
  options: ReplayOptions,
): Promise<{ readonly pieces: readonly string[]; readonly leftOut: ReplayArchive['leftOut'] }> {
  const file = join(dashboard, REPLAY_TEMPLATE);
  if (!existsSync(file)) {
    throw new UnrolledError('not-built', `${file}: not there — build the dashboard first: npm run build`);
  }
  const template = await readFile(file, 'utf8');
  const [head, ends] = halves(template, REPLAY_DATA_MARK);
  const { parts, leftOut, info } = await replayArchive(store, runId, options);
  const data = parts.map(
    ({ name, bytes }) =>
      `<script type="${REPLAY_TYPE}" ${REPLAY_PART}="${name}">${Buffer.from(bytes).toString('base64')}</script>\n`,
  );
  const [before, after] = halves(head, REPLAY_TITLE_MARK);
  return { pieces: [before, `${escaped(info.name)} · Unrolled`, after, ...data, ends], leftOut };
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new UnrolledError('not-built', `replay page: ${mark} is not in it — build it again: npm run build`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
