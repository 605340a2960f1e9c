import type { RunFile, RunFileFormat, RunFiles } from '../../../lib/client/run-files.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';

/** A run that did not come, and why. */
export interface LeftOut {
  readonly name: string;
  readonly error: unknown;
}

/** How far it is. */
export interface Gathering {
  readonly done: number;
  readonly of: number;
  readonly bytes: number;
  /** Name of the run that is under way. */
  readonly name: string;
}

/** Runs as files, no two of one name, and what was left out. */
export interface Gathered {
  readonly files: readonly RunFile[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Fetches the file of each run, one after the other: a run that fails does not keep the others. Rejects with the reason of
 * the signal when that is given.
 */
export async function gatherRuns(
  { fetch }: Pick<RunFiles, 'fetch'>,
  runs: readonly RunSummary[],
  format: RunFileFormat,
  signal: AbortSignal,
  onProgress: (progress: Gathering) => void,
): Promise<Gathered> {
  const files: RunFile[] = [];
  const leftOut: LeftOut[] = [];
  const taken = new Set<string>();
  let bytes = 0;
  for (const [done, { info }] of runs.entries()) {
    onProgress({ done, of: runs.length, bytes, name: info.name });
    try {
      const { name, data } = await fetch(info.id, format, signal);
      bytes += data.size;
      files.push({ name: distinct(name, taken), data });
    } catch (error) {
      signal.throwIfAborted();
      leftOut.push({ name: info.name, error });
    }
  }
  return { files, leftOut };
}

/** The name, or with a number where it is taken; file systems may not tell capital letters from small ones. */
export function distinct(name: string, taken: Set<string>): string {
  let found = name;
  for (let number = 2; taken.has(found.toLowerCase()); number++) found = name.replace(/(\.[^.]+)?$/, `-${number}$1`);
  taken.add(found.toLowerCase());
  return found;
}
