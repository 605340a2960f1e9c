import { number } from '../_kit/numbers.ts';
import { gradientsMessages } from './messages.ts';
import type { FlowCurves } from './select/flow-curves.ts';
import type { FlowHistory } from './select/flow-history.ts';

/** "1, 4 and 7 more" would hide epochs; long lists are cut with their count. */
const MOST_LISTED = 6;

/** Epochs in a list: `9, 17`; of many the first and how many more. */
export function listed(epochs: readonly number[]): string {
  if (epochs.length <= MOST_LISTED) return epochs.join(', ');
  return `${epochs.slice(0, MOST_LISTED).join(', ')} + ${epochs.length - MOST_LISTED}`;
}

/** A norm of which log10 is known: an exact 0 and what is no number are said. */
export function normText(log: number): string {
  return log === Number.NEGATIVE_INFINITY ? '0' : number(10 ** log);
}

/** The sentence on memory at an epoch. Judged quantities "remember"; another one "reaches". */
export function horizonText(history: FlowHistory, { horizon }: FlowCurves): string {
  const words = gradientsMessages.profile;
  if (!horizon) return '';
  const { steps, validSteps, lowerBound } = horizon;
  const quantity = gradientsMessages.quantity[history.quantity];
  if (history.isJudged) return lowerBound ? words.remembersAll(validSteps) : words.remembers(steps, validSteps);
  return lowerBound ? words.reachesAll(quantity, validSteps) : words.reaches(quantity, steps, validSteps);
}
