import type { RunData } from '../../lib/client/run-data.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import type { overviewMessages as words } from './messages.ts';

/** A scalar of the whole run that is worth a line of its own over steps. */
export interface Signal {
  readonly key: keyof typeof words.signals;
  readonly series: string;
  readonly log: boolean;
  /** What a value is multiplied by to be shown in the unit named. */
  readonly scale: number;
  /** Shown as the mean of each epoch. */
  readonly perEpoch?: true;
}

/** In the order they are offered. */
export const SIGNALS: readonly Signal[] = [
  { key: 'norm', series: SERIES.globalGradientNorm, log: true, scale: 1 },
  { key: 'spike', series: SERIES.gradientSpike, log: false, scale: 1 },
  { key: 'direction', series: SERIES.gradientCosine, log: false, scale: 1 },
  { key: 'clipped', series: SERIES.clipped, log: false, scale: 100, perEpoch: true },
  { key: 'cpu', series: SERIES.systemCpu, log: false, scale: 100 },
  { key: 'memory', series: SERIES.systemMemory, log: false, scale: 2 ** -20 },
];

/** The signals that any of the runs has; the gradient norm always, since it says what it needs. */
export function signalsOf(runs: readonly RunData[]): readonly Signal[] {
  const names = new Set(runs.flatMap((run) => [...run.series.values()].map(({ name }) => name)));
  return SIGNALS.filter(({ key, series }) => key === 'norm' || names.has(series));
}
