import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Json, JsonObject } from '../lib/protocol/json.ts';
import type { Tf } from './tfjs-instance.ts';

const GIT_WAIT_MS = 500;

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

async function describeGit(): Promise<JsonObject | null> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)('git', args, { timeout: GIT_WAIT_MS, windowsHide: true });
    return stdout.trim();
  };
  try {
    const [commit, changed] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=no'),
    ]);
    return { commit, changed: changed !== '' };
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
