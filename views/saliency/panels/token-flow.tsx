'use client';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { inkOn } from '../../_kit/colour/maps.ts';
import { number } from '../../_kit/numbers.ts';
import { saliencyMessages } from '../messages.ts';
import type { Span } from '../select/example-saliency.ts';

const words = saliencyMessages.tokens;

export interface TokenFlowProps {
  readonly tokens: readonly string[];
  readonly scores: ArrayLike<number>;
  readonly span: Span;
  readonly map: ColourMap;
  readonly timestep: number | null;
  readonly onPick: (step: number) => void;
}

/** Many tokens as running text, each in its colour with its number below; scrolls. */
export function TokenFlow({ tokens, scores, span, map, timestep, onPick }: TokenFlowProps) {
  const steps = Array.from({ length: span.last - span.first + 1 }, (_, index) => span.first + index);
  return (
    <p className="saliency-flow" dir="auto">
      {steps.map((step) => {
        const score = scores[step - 1]!;
        const isNumber = Number.isFinite(score);
        const colours = isNumber ? { background: map.css(score), color: inkOn(map.rgb(score)) } : {};
        return (
          <button
            key={step}
            type="button"
            aria-current={step === timestep}
            onClick={() => onPick(step)}
            className={isNumber ? '' : 'saliency-nan'}
          >
            <bdi style={colours}>{tokens[step - 1] || <i>{words.padding}</i>}</bdi>
            <small>{number(score, 2)}</small>
          </button>
        );
      })}
    </p>
  );
}
