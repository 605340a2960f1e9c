import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { gateNames } from './gate-shares.ts';
import { type SequenceStates, sequenceStates } from './sequence-states.ts';

// Kept for as long as the tensor is held, as its sequences are.
const cut = new WeakMap<DecodedTensor, Map<string, DecodedTensor>>();

/** One gate's activations of one sequence out of [gate, sequence, time, unit]; null where the tensor does not hold it. */
export function gateStates(tensor: DecodedTensor, gate: string, sequence: number): SequenceStates | null {
  const gates = cut.get(tensor) ?? new Map<string, DecodedTensor>();
  cut.set(tensor, gates);
  const own = gates.get(gate) ?? cutGate(tensor, gate);
  if (!own) return null;
  gates.set(gate, own);
  return sequenceStates(own, sequence);
}

function cutGate({ info, values, half }: DecodedTensor, gate: string): DecodedTensor | null {
  const [count = 0, ...shape] = info.shape;
  const index = gateNames(info).indexOf(gate);
  if (index < 0 || index >= count || shape.length !== 3) return null;
  const size = values.length / count;
  const [from, to] = [index * size, (index + 1) * size];
  const own = { values: values.subarray(from, to), half: half?.subarray(from, to) ?? null };
  return { info: { ...info, shape }, ...own };
}

/** Whether any value of a gate lies beyond 0…1, where its colours end. */
export function isBeyondGate({ units, time, value }: SequenceStates): boolean {
  for (let t = 0; t < time; t += 1) {
    for (let unit = 0; unit < units; unit += 1) if (value(unit, t) < 0 || value(unit, t) > 1) return true;
  }
  return false;
}
