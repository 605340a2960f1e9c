import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Json, JsonObject } from '../lib/protocol/json.ts';
import type { Tf } from './tfjs-instance.ts';

const GIT_WAIT_MS = 500;
/** Characters of a diff that are kept. */
const LONGEST_DIFF = 200_000;
const MOST_DIFF_BYTES = 20_000_000;

// Module-level on purpose: the code that runs was loaded once, so its commit is that of the process' start.
let commit: Promise<JsonObject | null> | undefined;

/** Where a run runs: versions, machine, command line, git commit. Never rejects; what cannot be found out is left out. */
export async function describeEnvironment(tf: Tf | null): Promise<JsonObject> {
  const processors = cpus();
  const known: Record<string, Json> = {
    unrolled: packageVersion(),
    node: process.versions.node,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
    command: [...process.execArgv, ...process.argv.slice(1)].join(' '),
    cwd: process.cwd(),
    ...(tf ? describeTf(tf) : {}),
  };
  commit ??= describeGit();
  const git = await commit;
  return git ? { ...known, git } : known;
}

function describeTf(tf: Tf): JsonObject {
  return { tfjs: tf.version.tfjs ?? tf.version_core, backend: tf.getBackend() };
}

/**
 * What is changed in the working tree since the commit, as `git diff HEAD` gives it, its first {@link LONGEST_DIFF}
 * characters; null where nothing is, or nothing can be found out. Never rejects.
 */
export async function describeChanges(): Promise<string | null> {
  try {
    const { stdout } = await git('diff', 'HEAD', '--no-ext-diff', '--no-color');
    const diff = stdout.trimEnd();
    if (diff === '') return null;
    return diff.length > LONGEST_DIFF ? `${diff.slice(0, LONGEST_DIFF)}\n… cut after ${LONGEST_DIFF} characters` : diff;
  } catch {
    return null;
  }
}

function git(...args: string[]) {
  return promisify(execFile)('git', args, { timeout: GIT_WAIT_MS, windowsHide: true, maxBuffer: MOST_DIFF_BYTES });
}

async function describeGit(): Promise<JsonObject | null> {
  try {
    const [commit, branch, changed] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('rev-parse', '--abbrev-ref', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=no'),
    ]);
    return { commit: commit.stdout.trim(), branch: branch.stdout.trim(), changed: changed.stdout.trim() !== '' };
  } catch {
    return null;
  }
}

function packageVersion(): string {
  // From the source this file is one folder deep, built it is two.
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (found.name === 'unrolled' && found.version) return found.version;
    } catch {
      // Not here.
    }
  }
  return 'unknown';
}
