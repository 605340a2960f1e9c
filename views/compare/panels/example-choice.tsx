'use client';
import { ExampleSteps } from '../../_kit/example-steps.tsx';
import { differencesMessages as words } from '../differences-messages.ts';

interface ExampleChoiceProps {
  /** 0-based, of so many. */
  readonly sequence: number;
  readonly sequences: number;
  readonly label: string | null;
  readonly onChoose: (sequence: number) => void;
}

/** Which example of the probe is shown, and the way to the others; nothing where there is one. */
export function ExampleChoice({ sequence, sequences, label, onChoose }: ExampleChoiceProps) {
  if (sequences < 2) return null;
  const text = words.example(sequence + 1, sequences, label);
  return (
    <>
      <span className="compare-example kit-hide-small" title={text}>
        {text}
      </span>
      <span className="kit-show-small" title={text}>
        {words.exampleShort(sequence + 1, sequences)}
      </span>
      <ExampleSteps
        previous={words.previous}
        next={words.next}
        onStep={(by) => onChoose((sequence + by + sequences) % sequences)}
      />
    </>
  );
}
