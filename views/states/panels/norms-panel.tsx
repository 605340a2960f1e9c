'use client';
import { type ReactNode, useMemo } from 'react';
import { number } from '../../_kit/numbers.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import { largestMagnitude, roundLimit, type SequenceStates, stateNorms } from '../select/sequence-states.ts';
import type { StateQuantity } from '../select/snapshots.ts';
import { TIME_COLUMN } from './insets.ts';
import { type TimeLine, TimeLinesPanel } from './time-lines-panel.tsx';

interface NormsPanelProps {
  readonly states: SequenceStates | null;
  readonly quantity: StateQuantity;
  readonly time: number;
  readonly colour: number;
  readonly timestep: number | null;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** How large the state is, and how far it moves from step to step. */
export function NormsPanel({ states, quantity, timestep, ...shared }: NormsPanelProps) {
  const words = statesMessages.norms;
  const { norm, step } = useMemo(() => (states ? stateNorms(states) : { norm: [], step: [] }), [states]);
  const top = roundLimit(Math.max(1, largestMagnitude(norm), largestMagnitude(step)));
  const lines: readonly TimeLine[] = [
    { ys: norm, label: words.norm(quantity), look: 'strong' },
    { ys: step, label: words.step, look: 'dashed' },
  ];
  const readout =
    timestep === null || !states
      ? null
      : words.readout(timestep, number(norm[timestep - 1]!), number(step[timestep - 1]!));
  return (
    <TimeLinesPanel
      {...shared}
      title={words.title}
      unit={words.unit(quantity)}
      readout={readout}
      summary={words.summary(number(norm[0] ?? Number.NaN), number(norm[norm.length - 1] ?? Number.NaN))}
      lines={lines}
      domain={[0, top]}
      insets={TIME_COLUMN}
      timestep={timestep}
    />
  );
}
