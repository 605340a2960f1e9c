import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnrolledError } from '../../base/errors.ts';
import { REPLAY_DATA_MARK, REPLAY_PART, REPLAY_TITLE_MARK, REPLAY_TYPE } from '../../protocol/replay.ts';
import type { Store } from '../../store/store.ts';
import { type ReplayOptions, replayParts } from './replay-archive.ts';

/** The page without a run, beside the built dashboard. */
export const REPLAY_TEMPLATE = '.replay.html';

/**
 * One HTML page with a run in it, in pieces: dashboard, styles, fonts and data, for a browser without server or network.
 * `dashboard`: the folder of the built dashboard. Rejects with UnrolledError `not-built`, or what the store says.
 */
export async function replayHtml(
  dashboard: string,
  store: Store,
  runId: string,
  options: ReplayOptions,
): Promise<AsyncIterable<string>> {
  const file = join(dashboard, REPLAY_TEMPLATE);
  if (!existsSync(file)) {
    throw new UnrolledError('not-built', `${file}: not there — build the dashboard first: npm run build`);
  }
  const [head, end] = halves(await readFile(file, 'utf8'), REPLAY_DATA_MARK);
  const [before, after] = halves(head, REPLAY_TITLE_MARK);
  const { info } = await store.getRun(runId);
  return piecesOf([before, `${escaped(info.name)} · Unrolled`, after], replayParts(store, runId, options), end);
}

async function* piecesOf(begin: readonly string[], parts: ReturnType<typeof replayParts>, end: string) {
  yield* begin;
  for await (const { name, bytes } of parts) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    yield `<script type="${REPLAY_TYPE}" ${REPLAY_PART}="${name}">${text}</script>\n`;
  }
  yield end;
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new UnrolledError('not-built', `replay page: ${mark} is not in it — build it again: npm run build`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
