import { decayOf } from '../../../lib/analysis/decay.ts';
import { explosionRatio, flowRatio, memoryCoverage } from '../../../lib/analysis/memory-horizon.ts';
import { DEFAULT_LIMITS } from '../../../lib/analysis/verdicts/limits.ts';
import { levelOf } from '../../../lib/analysis/verdicts/reading.ts';
import type { Evidence, Verdict } from '../../../lib/protocol/verdict.ts';
import type { FlowCurves } from './flow-curves.ts';

/** The judged flow of a layer at one snapshot, in numbers. */
export interface MemoryFact {
  readonly layer: string;
  /** 1-based epoch of the snapshot. */
  readonly epoch: number;
  /** Memory horizon in steps; null where there is no gradient to measure. */
  readonly horizon: number | null;
  /** The gradient never faded: "at least". */
  readonly lowerBound: boolean;
  /** Steps of the longest sequence. */
  readonly steps: number;
  /** Share of the peak that reaches the first step. */
  readonly flowRatio: number;
  /** Gradient at the first step ÷ at the last. */
  readonly explosionRatio: number;
  /** Steps after which half of the gradient is left; ∞ when it does not fade. */
  readonly halfLife: number;
  /** Horizon ÷ declared memory, at most 1; null where none is declared. */
  readonly coverage: number | null;
}

/** The fact of one snapshot, out of the curves of the quantity that verdicts judge. */
export function memoryFact(layer: string, epoch: number, curves: FlowCurves, memory: number | null): MemoryFact {
  const { profile, horizon } = curves;
  return {
    layer,
    epoch,
    horizon: horizon?.steps ?? null,
    lowerBound: horizon?.lowerBound ?? false,
    steps: profile.length,
    flowRatio: flowRatio(profile),
    explosionRatio: explosionRatio(profile),
    halfLife: decayOf(profile).halfLifeSteps,
    coverage: memoryCoverage({ horizon: horizon?.steps ?? null, lowerBound: horizon?.lowerBound ?? false }, memory),
  };
}

/**
 * The evidence of a verdict as it stands at a snapshot: what the profile tells is told of that snapshot, held against the
 * same two-level limits; what only the training knows (losses, counts) stays as it was when the verdict was made.
 */
export function evidenceAt(verdict: Verdict, fact: MemoryFact | null): readonly Evidence[] {
  if (!fact || (verdict.layer !== null && verdict.layer !== fact.layer)) return verdict.evidence;
  return verdict.evidence.map((evidence): Evidence => {
    const { epoch } = fact;
    if (evidence.quantity === 'memory-horizon') return { ...evidence, epoch, value: fact.horizon ?? Number.NaN };
    const limits = limitsOf(evidence.quantity);
    const value = factValue(evidence.quantity, fact);
    if (!limits || value === null) return evidence;
    const severity = levelOf(value, limits.limit, limits.relation);
    const limit = severity === 'critical' ? limits.limit.critical : limits.limit.warning;
    return { ...evidence, epoch, value, severity, limit, relation: limits.relation, source: limits.limit.source };
  });
}

function factValue(quantity: string, fact: MemoryFact): number | null {
  if (quantity === 'flow-ratio') return fact.flowRatio;
  if (quantity === 'explosion-ratio') return fact.explosionRatio;
  return quantity === 'coverage' ? fact.coverage : null;
}

function limitsOf(quantity: string) {
  if (quantity === 'flow-ratio') return { limit: DEFAULT_LIMITS['VAN-T'].flowRatio, relation: 'below' as const };
  if (quantity === 'explosion-ratio')
    return { limit: DEFAULT_LIMITS['EXP-T'].explosionRatio, relation: 'above' as const };
  return quantity === 'coverage' ? { limit: DEFAULT_LIMITS['VAN-H'].coverage, relation: 'below' as const } : null;
}

/** Snapshots from a verdict's onset up to an epoch, and finished epochs among them that have none. */
export function heldFor(
  verdict: Verdict,
  epochs: readonly { readonly epoch: number; readonly snapshot: boolean }[],
  epoch: number,
): { readonly snapshots: number; readonly missing: readonly number[] } {
  const within = epochs.filter((each) => each.epoch >= verdict.onsetEpoch && each.epoch <= epoch);
  const missing = within.filter(({ snapshot }) => !snapshot).map((each) => each.epoch);
  return { snapshots: within.length - missing.length, missing };
}
