import { fixedPoints } from './fixed-points.ts';
import { flow } from './flow.ts';
import { gates } from './gates.ts';
import { horizon } from './horizon.ts';
import { itemisedFlow } from './itemised-flow.ts';
import { lyapunov } from './lyapunov.ts';
import type { Measurement } from './measurement.ts';
import { output } from './output.ts';
import { representationChange } from './representation-change.ts';
import { spectra } from './spectra.ts';
import { states } from './states.ts';
import { system } from './system.ts';
import { unitBehaviour } from './unit-behaviour.ts';
import { weights } from './weights.ts';

/** Everything that is measured, for one run: what the byte budget should hold first comes first. */
export function createMeasurements(): readonly Measurement[] {
  return [
    system(),
    weights(),
    flow(),
    horizon(),
    unitBehaviour(),
    representationChange(),
    itemisedFlow(),
    output(),
    states(),
    gates(),
    spectra(),
    lyapunov(),
    fixedPoints(),
  ];
}
