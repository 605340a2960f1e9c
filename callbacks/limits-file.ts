import { readFileSync, statSync } from 'node:fs';
import { DEFAULT_LIMITS, type Limits } from '../lib/analysis/verdicts/limits.ts';
import { limitsWith, parseLimits } from '../lib/analysis/verdicts/own-limits.ts';
import { messageOf } from '../lib/base/errors.ts';
import type { LimitsSource } from './platform/platform.ts';

/**
 * The limits a person keeps in a file, read when it has changed since. Where it is not there, cannot be read or is wrong,
 * the defaults hold; what is wrong is told once for every state of the file. Never throws.
 */
export function limitsFile(file: string): LimitsSource {
  let seen = '';
  let limits: Limits = DEFAULT_LIMITS;
  return {
    read() {
      const state = stateOf(file);
      if (state === seen) return { limits, isNew: false, trouble: null };
      const isNew = seen !== '' || state !== ABSENT;
      seen = state;
      try {
        limits = state === ABSENT ? DEFAULT_LIMITS : limitsWith(parseLimits(readFileSync(file, 'utf8')));
        return { limits, isNew, trouble: null };
      } catch (error) {
        limits = DEFAULT_LIMITS;
        return { limits, isNew, trouble: `${file}: ${messageOf(error)}; until then the usual limits hold` };
      }
    },
  };
}

const ABSENT = 'absent';

/** Changes whenever the file does. */
function stateOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return ABSENT;
  }
}
