import type { Rule } from './reading.ts';
import { unitRule } from './units.ts';

/** DEAD, dead or frozen: over three tenths of a layer's units do not move on the probe, while learning is slow. */
export const deadUnits: Rule = unitRule({
  id: 'DEAD',
  quantity: 'dead-or-frozen',
  share: ({ dead, frozen }) => Math.min(1, dead + frozen),
  also: ({ dead, frozen }) => [
    ['dead', dead],
    ['frozen', frozen],
  ],
  limit: (limits) => limits.DEAD.deadOrFrozen,
  own: (limits) => limits.DEAD,
});
