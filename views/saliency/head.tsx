'use client';
import type { ReactNode } from 'react';
import { ExampleSteps } from '../_kit/example-steps.tsx';
import type { Navigate } from '../_kit/view-props.ts';
import { saliencyMessages } from './messages.ts';

const words = saliencyMessages.head;

export interface HeadProps {
  readonly sequence: number;
  readonly count: number;
  /** The example as a person reads it. */
  readonly text: string;
  /** What the model says of it at the playhead. */
  readonly says: ReactNode;
  /** Class or output step to choose from, and which is explained. */
  readonly targets: readonly { readonly value: number; readonly label: string }[];
  readonly target: number;
  readonly guide: ReactNode;
  readonly navigate: Navigate;
}

/** Which example, what the model makes of it, and what of that is explained. */
export function Head({ sequence, count, text, says, targets, target, guide, navigate }: HeadProps) {
  const to = (index: number) => navigate({ sequence: (index + count) % count, target: null });
  return (
    <section className="saliency-head" aria-label={words.example(sequence + 1, count)}>
      <span className="saliency-quiet">{words.example(sequence + 1, count)}</span>
      <ExampleSteps previous={words.previous} next={words.next} onStep={(by) => to(sequence + by)} />
      <h1 dir="auto">{text}</h1>
      <span className="saliency-says">{says}</span>
      <label className="saliency-target">
        <span>{words.explaining}</span>
        <select
          className="kit-select"
          aria-label={words.target}
          value={target}
          onChange={(event) => navigate({ target: Number(event.target.value) })}
        >
          {targets.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {guide}
    </section>
  );
}
