import type { RunStatus } from '../../lib/protocol/run.ts';
import type { Health } from '../../lib/protocol/summary.ts';
import type { RuleId } from '../../lib/protocol/verdict.ts';
import type { Translatable } from './language/language.ts';

/** Words of the frame and the kit. Sentence case; no full stop in labels. */
export const english = {
  appName: 'Unrolled',
  /** Between parts of a sentence. */
  comma: ', ',
  semicolon: '; ',
  colon: ': ',
  /** Between the entries of a list. */
  list: ', ',
  brackets: (text: string) => ` (${text})`,
  health: {
    healthy: 'healthy',
    vanishing: 'vanishing',
    exploding: 'exploding',
    saturated: 'saturated',
    warned: 'other warning',
    nan: 'NaN / Inf',
    none: 'no snapshot',
    ahead: 'not reached',
  } satisfies Record<Health, string>,
  status: {
    live: 'live',
    finished: 'finished',
    stopped: 'stopped',
    failed: 'failed',
    crashed: 'crashed',
  } satisfies Record<RunStatus, string>,
  panel: {
    loading: 'loading',
    retry: 'Retry',
    nearest: (epoch: number) => `nearest: epoch ${epoch}`,
    noSnapshot: (epoch: number) => `no snapshot at epoch ${epoch}`,
    stale: (epoch: number, behind: number) => `as of epoch ${epoch}, ${behind} behind`,
    sampled: (shown: number, of: number, what: string) => `${shown} of ${of} ${what} shown`,
    disconnected: (since: string) => `reconnecting, ${since}`,
    notANumber: 'NaN / Inf',
  },
  guide: {
    open: 'How to read',
    label: (view: string) => `How to read ${view}`,
    answers: 'What this answers',
    read: 'How to read it',
    better: 'Better answered elsewhere',
  },
  verdict: {
    label: 'Verdict',
    suggested: 'Suggested',
    copyPatch: 'Copy patch',
    copied: 'Copied',
    evidence: 'Evidence',
    rule: {
      'VAN-T': 'Vanishing',
      'VAN-H': 'Short memory',
      'VAN-L': 'Vanishing between layers',
      'EXP-T': 'Exploding',
      'EXP-S': 'Spike',
      CHA: 'Chaotic',
      SAT: 'Saturated',
      DEAD: 'Dead units',
      UWR: 'Learning rate',
      OSC: 'Oscillating',
      ATT: 'Attention',
      NAN: 'NaN / Inf',
    } satisfies Record<RuleId, string>,
    severity: { info: 'note', warning: 'warning', critical: 'critical' },
    below: (limit: string) => `below ${limit}`,
    above: (limit: string) => `above ${limit}`,
    noAlarmBelow: (limit: string) => `no alarm below ${limit}`,
    noAlarmAbove: (limit: string) => `no alarm above ${limit}`,
  },
};

export type KitWords = Translatable<typeof english>;
