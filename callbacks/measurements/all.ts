import { flow } from './flow.ts';
import { horizon } from './horizon.ts';
import type { Measurement } from './measurement.ts';
import { output } from './output.ts';
import { states } from './states.ts';
import { weights } from './weights.ts';

/** Everything that is measured. */
export const MEASUREMENTS: readonly Measurement[] = [weights, flow, horizon, states, output];
