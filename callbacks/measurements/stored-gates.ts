import type { LayerGates, ProbeCapture } from '../capture/capture.ts';

/** The gates that are kept: a candidate is no gate. */
export function storedGates({ gates = [] }: ProbeCapture): readonly LayerGates[] {
  return gates.filter(({ gate }) => gate !== 'c' && gate !== 'h');
}
