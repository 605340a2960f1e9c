import { holdsAt } from '../../../lib/analysis/health.ts';
import { DEFAULT_LIMITS } from '../../../lib/analysis/verdicts/limits.ts';
import type { FlowScale } from '../../../lib/client/page-state.ts';
import type { StoredEpoch } from '../../../lib/protocol/delta.ts';
import type { Verdict } from '../../../lib/protocol/verdict.ts';
import type { CellKind } from '../../_kit/marks/field.ts';
import { worstFirst } from '../../_kit/verdict-words.ts';
import { type EpochSpan, epochsByNumber } from './epoch-span.ts';
import { scaleOffset } from './flow-curves.ts';
import type { FlowHistory } from './flow-history.ts';

/** What a row of the map is. `loading`: its bytes are on their way; `ahead`: not reached. */
export type RowKind = 'snapshot' | 'missing' | 'loading' | 'ahead';

/** The map of gradient flow: timestep × epoch. Row r is epoch `first` + r, column c is timestep c + 1. */
export interface FlowMap {
  readonly first: number;
  readonly rows: number;
  readonly time: number;
  readonly rowKinds: readonly RowKind[];
  /** log10, row-major; an exact 0 is −∞, which is drawn as the lower end of the domain; NaN and ∞ stay. */
  readonly values: Float64Array;
  readonly kind: (row: number, col: number) => CellKind;
  /** Where the memory begins in each row, on the band axis; NaN where unknown. */
  readonly horizonEdges: Float64Array;
  /** Colour domain that is printed: fixed. */
  readonly domain: readonly [number, number];
}

export const ABSOLUTE_DOMAIN = [-12, 3] as const;
export const PEAK_DOMAIN = [-12, 0] as const;

/** Lays a history out over the epochs of the axis. */
export function flowMap(
  history: FlowHistory,
  epochs: readonly StoredEpoch[],
  span: EpochSpan,
  scale: FlowScale,
): FlowMap {
  const rows = span.last - span.first + 1;
  const time = history.time;
  const domain = scale === 'peak' ? PEAK_DOMAIN : ABSOLUTE_DOMAIN;
  const finished = epochsByNumber(epochs);
  const values = new Float64Array(rows * time).fill(Number.NaN);
  const horizonEdges = new Float64Array(rows).fill(Number.NaN);
  const rowKinds: RowKind[] = [];
  for (let row = 0; row < rows; row += 1) {
    const epoch = span.first + row;
    const curves = history.curves.get(epoch);
    if (curves === undefined) rowKinds.push(finished.has(epoch) || epoch <= span.reached ? 'missing' : 'ahead');
    else rowKinds.push(curves === null ? 'loading' : 'snapshot');
    if (!curves) continue;
    horizonEdges[row] = curves.horizonEdge ?? Number.NaN;
    const offset = scaleOffset(curves, scale);
    curves.median.forEach((value, step) => {
      values[row * time + step] = value === Number.NEGATIVE_INFINITY ? value : value - offset;
    });
  }
  const padded = paddedSteps(history);
  const kind = (row: number, col: number): CellKind => {
    const of = rowKinds[row];
    if (of === 'missing') return 'missing';
    return of === 'snapshot' && !padded[col] ? 'value' : 'blank';
  };
  return { first: span.first, rows, time, rowKinds, values, kind, horizonEdges, domain };
}

/**
 * Steps that are padding: without a value at any epoch, while others have one. A step that is NaN at some epochs only
 * is a gradient that is not a number.
 */
export function paddedSteps(history: FlowHistory): readonly boolean[] {
  const seen = Array.from({ length: history.time }, () => false);
  for (const curves of history.curves.values()) {
    curves?.median.forEach((value, step) => {
      if (!Number.isNaN(value)) seen[step] = true;
    });
  }
  return seen.map((isSeen) => !isSeen && seen.includes(true));
}

/** log10 limits on the colour bar. On the absolute scale they follow the epoch: the rules judge ratios. */
export interface BarLimits {
  readonly vanish: number | null;
  readonly explode: number | null;
}

/** Where VAN-T and EXP-T begin to warn of a gradient at the first step, at one epoch. */
export function barLimits(history: FlowHistory, epoch: number | null, scale: FlowScale): BarLimits {
  const vanish = Math.log10(DEFAULT_LIMITS['VAN-T'].flowRatio.warning);
  if (scale === 'peak') return { vanish, explode: null };
  const curves = epoch === null ? null : history.curves.get(epoch);
  if (!curves || !Number.isFinite(curves.peak)) return { vanish: null, explode: null };
  const last = Math.log10(curves.profile[0] ?? Number.NaN);
  const explode = last + Math.log10(DEFAULT_LIMITS['EXP-T'].explosionRatio.warning);
  return { vanish: curves.peak + vanish, explode: Number.isFinite(explode) ? explode : null };
}

/** A dashed line over the map where a verdict on this layer began. */
export interface Onset {
  readonly epoch: number;
  readonly verdict: Verdict;
}

/** Onsets of diseases of a layer (or of the whole model) within the span, at most one a row: the worst, which the strip names. */
export function onsets(verdicts: readonly Verdict[], layer: string, span: EpochSpan): readonly Onset[] {
  const found = new Map<number, Onset>();
  for (const verdict of worstFirst(verdicts)) {
    const { severity, onsetEpoch: epoch } = verdict;
    if (severity === 'info' || (verdict.layer !== null && verdict.layer !== layer)) continue;
    if (epoch < span.first || epoch > span.last || !holdsAt(verdict, epoch) || found.has(epoch)) continue;
    found.set(epoch, { epoch, verdict });
  }
  return [...found.values()].sort((a, b) => a.epoch - b.epoch);
}
