'use client';
import { Icon } from './icons.tsx';

interface ExampleStepsProps {
  readonly previous: string;
  readonly next: string;
  readonly onStep: (by: -1 | 1) => void;
}

/** To the example before and to the one after. */
export function ExampleSteps({ previous, next, onStep }: ExampleStepsProps) {
  return (
    <span className="kit-example-steps">
      <button type="button" className="kit-ghost" onClick={() => onStep(-1)} aria-label={previous}>
        <Icon name="previous" />
      </button>
      <button type="button" className="kit-ghost" onClick={() => onStep(1)} aria-label={next}>
        <Icon name="next" />
      </button>
    </span>
  );
}
