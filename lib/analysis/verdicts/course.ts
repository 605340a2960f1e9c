import type { Evidence, Severity } from '../../protocol/verdict.ts';
import type { EpochHistory } from './history.ts';
import type { Condition } from './limits.ts';
import { alongside, isClear, isPast } from './reading.ts';

/** How many readings the course of the loss looks back over, the present one included. */
export const RECENT = 3;

/** How the training loss goes, as seen from one epoch backwards. NaN where it cannot be told. */
export interface Course {
  /** (L_{i−2} − L_i) / L_{i−2}: relative improvement over three readings; below 0 when it rose. */
  readonly improvement: number;
  /** Training loss ÷ loss of a constant prediction. */
  readonly ofConstant: number;
  /**
   * Largest (L_j − best before j) ÷ scale over the last three readings: how far the loss was thrown back. The scale is
   * the loss of a constant prediction, else the first finite loss. At least 0; NaN before there are two losses.
   */
  readonly rise: number;
  /** (L_i − best before i) ÷ the same scale: how far it is thrown back now. At least 0; NaN as above. */
  readonly back: number;
}

/** Conditions on the course under which a number out of its limits does harm. */
export interface Stall {
  /** Improvement over three readings, below. */
  readonly lossImprovement: Condition;
  /** Training loss ÷ loss of a constant prediction, above. */
  readonly lossOfConstant: Condition;
}

/** The course at every one of these epochs, in their order. */
export function coursesOf(epochs: readonly EpochHistory[], constantPredictionLoss: number | null): Course[] {
  const losses = epochs.map(({ trainLoss }) => trainLoss ?? Number.NaN);
  const known = constantPredictionLoss !== null && constantPredictionLoss > 0;
  const scale = known ? constantPredictionLoss : (losses.find(Number.isFinite) ?? Number.NaN);
  const rises = risesOf(losses, scale);
  return losses.map((loss, i) => ({
    improvement: improvementOf(losses[i + 1 - RECENT] ?? Number.NaN, loss),
    ofConstant: known ? loss / constantPredictionLoss : Number.NaN,
    back: rises[i]!,
    rise: largest(rises.slice(Math.max(0, i + 1 - RECENT), i + 1)),
  }));
}

/** Whether learning stands still: the loss hardly improves and is far from learned. False where that is not known. */
export function isStalled({ improvement, ofConstant }: Course, stall: Stall): boolean {
  return (
    isPast(improvement, stall.lossImprovement.limit, 'below') && isPast(ofConstant, stall.lossOfConstant.limit, 'above')
  );
}

/** Whether learning goes well again, well past the limits of {@link isStalled}. */
export function isLearning({ improvement, ofConstant }: Course, stall: Stall): boolean {
  return isClear(improvement, stall.lossImprovement, 'below') || isClear(ofConstant, stall.lossOfConstant, 'above');
}

/** Whether learning suffers: the loss stands above its best, or learning stands still. */
export function suffers(course: Course, own: Stall & { readonly lossRise: Condition }): boolean {
  return isPast(course.back, own.lossRise.limit, 'above') || isStalled(course, own);
}

/** The two numbers of {@link isStalled} as evidence. */
export function stallEvidence(epoch: number, course: Course, stall: Stall, level: Severity | null): Evidence[] {
  return [
    alongside('loss-improvement', epoch, course.improvement, stall.lossImprovement, 'below', level),
    alongside('loss-of-constant', epoch, course.ofConstant, stall.lossOfConstant, 'above', level),
  ];
}

function improvementOf(before: number, now: number): number {
  return before > 0 && Number.isFinite(before) && Number.isFinite(now) ? (before - now) / before : Number.NaN;
}

function risesOf(losses: readonly number[], scale: number): number[] {
  let best = Number.NaN;
  return losses.map((loss) => {
    const rise = Math.max(0, loss - best) / scale;
    if (Number.isFinite(loss) && !(loss >= best)) best = loss;
    return rise;
  });
}

/** The largest number among them; NaN when there is none. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most || Number.isNaN(most) ? value : most), Number.NaN);
}
