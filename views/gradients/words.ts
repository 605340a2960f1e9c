import { kitMessages } from '../_kit/messages.ts';
import { number } from '../_kit/numbers.ts';
import { detailMessages } from './detail-messages.ts';
import { gradientsMessages } from './messages.ts';
import type { FlowCurves } from './select/flow-curves.ts';
import type { FlowHistory } from './select/flow-history.ts';
import { MEAN_JACOBIAN } from './select/gates.ts';

/** "1, 4 and 7 more" would hide epochs; long lists are cut with their count. */
const MOST_LISTED = 6;

/** Epochs in a list: `9, 17`; of many the first and how many more. */
export function listed(epochs: readonly number[]): string {
  if (epochs.length <= MOST_LISTED) return epochs.join(kitMessages.list);
  return `${epochs.slice(0, MOST_LISTED).join(kitMessages.list)} + ${epochs.length - MOST_LISTED}`;
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

/** What a recurrent matrix is called. */
export function gateLabel(gate: string): string {
  return gate === MEAN_JACOBIAN ? detailMessages.spectrum.meanJacobian : gate;
}

/** |λ₁| below this, in nats per step, keeps differences for longer than sequences usually are. */
const STEADY = 1e-3;

/**
 * What a recurrent matrix says of the gradient (Pascanu, Mikolov and Bengio 2013): of tanh, σ_max < 1 is enough to
 * vanish and ρ ≥ 1 needed to explode; of one gate's matrix nothing follows. '' where nothing is known.
 */
export function spectrumText(gate: string, isGated: boolean, radius: number, largest: number): string {
  const { meaning } = detailMessages.spectrum;
  if (gate === MEAN_JACOBIAN) {
    if (Number.isNaN(radius)) return '';
    return radius >= 1 ? meaning.keeps : meaning.forgets(stepsText(-1 / Math.log(radius)));
  }
  if (isGated) return meaning.gate;
  if (largest < 1) return meaning.mustVanish;
  if (radius < 1) return meaning.fades;
  return radius >= 1 ? meaning.canExplode : '';
}

/** What λ₁ says; '' where it is not known. */
export function lyapunovText(largest: number): string {
  const { meaning } = detailMessages.spectrum;
  if (Number.isNaN(largest)) return '';
  if (Math.abs(largest) < STEADY) return meaning.steady;
  return largest > 0 ? meaning.chaotic : meaning.converges(stepsText(-1 / largest));
}

function stepsText(steps: number): string {
  return steps < 1 ? '1' : number(Number(steps.toPrecision(2)));
}
