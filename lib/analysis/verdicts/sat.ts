import type { Rule } from './reading.ts';
import { unitRule } from './units.ts';

/** SAT, saturated: over half of a layer's gates and states sit near an end nearly always, while learning is slow. */
export const saturated: Rule = unitRule({
  id: 'SAT',
  quantity: 'saturated',
  share: (units) => units.saturated,
  also: () => [],
  limit: (limits) => limits.SAT.saturated,
  own: (limits) => limits.SAT,
});
