import { DEFAULT_SALIENCY, type SaliencySettings } from '../saliency/settings.ts';
import { attention } from './attention.ts';
import { direction } from './direction.ts';
import { fixedPoints } from './fixed-points.ts';
import { flightRecorder } from './flight-recorder.ts';
import { flow } from './flow.ts';
import { gates } from './gates.ts';
import { histograms } from './histograms.ts';
import { horizon } from './horizon.ts';
import { itemisedFlow } from './itemised-flow.ts';
import { lyapunov } from './lyapunov.ts';
import type { Measurement } from './measurement.ts';
import { modelWeights } from './model-weights.ts';
import { output } from './output.ts';
import { representationChange } from './representation-change.ts';
import { saliency } from './saliency.ts';
import { spectra } from './spectra.ts';
import { spikes } from './spikes.ts';
import { states } from './states.ts';
import { system } from './system.ts';
import { unitBehaviour } from './unit-behaviour.ts';
import { weights } from './weights.ts';

/** Everything that is measured, for one run: what the byte budget should hold first comes first. */
export function createMeasurements(maps: SaliencySettings | null = DEFAULT_SALIENCY): readonly Measurement[] {
  return [
    system(),
    weights(),
    direction(),
    spikes(),
    flightRecorder(),
    histograms(),
    flow(),
    horizon(),
    unitBehaviour(),
    representationChange(),
    itemisedFlow(),
    output(),
    attention(),
    states(),
    gates(),
    ...(maps ? [saliency(maps)] : []),
    spectra(),
    lyapunov(),
    fixedPoints(),
    // last: what the others left of an epoch's bytes
    modelWeights(),
  ];
}
