import { memoryCoverage } from '../memory-horizon.ts';
import { informs, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { flowLayers, snapshotsOf } from './snapshots.ts';
import { unitsAreOut } from './units.ts';

/**
 * VAN-H, horizon too short: the gradient reaches less than half of the memory the task was declared to need. Speaks
 * only where `memory` is declared and longer than nothing, never at a snapshot where the gradient explodes (EXP-T's
 * condition): there the 1 % of a peak at the far end says nothing about reach. Silent once the task
 * is learned, whatever little gradient is left, and where units are saturated or dead, which pass no gradient on.
 */
export const horizonTooShort: Rule = {
  id: 'VAN-H',
  persistence: (limits) => limits['VAN-H'].persistence,
  subjects: (history) => (history.memory === null ? [] : flowLayers(history)),
  read(history, layer, limits) {
    const { coverage: limit, lossOfConstant } = limits['VAN-H'];
    return snapshotsOf(history, layer).map(({ epoch, found: { flow }, course, of }): Reading => {
      const coverage = memoryCoverage(flow, history.memory) ?? Number.NaN;
      const explodes = isPast(flow.explosion, limits['EXP-T'].explosionRatio.warning, 'above');
      const isElse = explodes || course.ofConstant <= lossOfConstant.limit || unitsAreOut(of, limits, layer);
      const reachesAll = flow.lowerBound;
      return {
        epoch,
        level: isElse ? null : levelOf(coverage, limit, 'below'),
        clear: reachesAll || isClear(coverage, limit, 'below') || isClear(course.ofConstant, lossOfConstant, 'above'),
        evidence: [
          judgedBy('coverage', epoch, coverage, limit, 'below'),
          informs('memory-horizon', epoch, flow.horizon ?? Number.NaN, 'probe'),
          informs('memory-needed', epoch, history.memory ?? Number.NaN, 'declared'),
        ],
      };
    });
  },
};
