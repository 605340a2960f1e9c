import { hookMethod } from '../../lib/model/method-hook.ts';
import type { CapturedCell } from '../../lib/model/model-layers.ts';
import type { CallArguments, Cell, RecurrentLayer, Tensor } from '../../lib/model/tfjs-internals.ts';
import type { Guard } from './guard.ts';
import type { LayerCall, Recording } from './recording.ts';

type Call = (inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];

/**
 * Wraps `call` of every captured layer and cell. `recordingNow` says, when a layer is called, what records this pass;
 * null leaves the pass exactly as it is. Returns the function that unhooks.
 */
export function hookCells(
  cells: readonly CapturedCell[],
  guard: Guard,
  recordingNow: () => Recording | null,
): () => void {
  // the innermost layer call that runs, with what records it; a layer may run inside another (a wrapper's)
  const running: ({ recording: Recording; call: LayerCall } | null)[] = [];
  const byLayer = Map.groupBy(cells, ({ layer }) => layer);
  const unhooks = [...byLayer].map(([layer, own]) =>
    hookMethod<'call', Call>(layer, 'call', (original) => (inputs, kwargs) => {
      const begun = guard.attempt(() => begin(layer, own, inputs, kwargs, recordingNow()), null);
      running.push(begun);
      try {
        return original.call(layer, inputs, kwargs);
      } finally {
        running.pop();
      }
    }),
  );
  for (const cell of new Set(cells.map(({ cell }) => cell))) {
    unhooks.push(hookMethod<'call', Call>(cell, 'call', (original) => hookCell(cell, original, guard, running)));
  }
  return () => {
    for (const unhook of unhooks.splice(0)) unhook();
  };
}

function begin(
  layer: RecurrentLayer,
  cells: readonly CapturedCell[],
  inputs: Tensor | Tensor[],
  kwargs: CallArguments | null,
  recording: Recording | null,
): { recording: Recording; call: LayerCall } | null {
  if (recording === null) return null;
  const tensors = [inputs, kwargs?.initialState ?? []].flat();
  return { recording, call: recording.beginCall(layer, cells, tensors, kwargs?.mask ?? null) };
}

function hookCell(
  cell: Cell,
  original: Call,
  guard: Guard,
  running: readonly ({ recording: Recording; call: LayerCall } | null)[],
): Call {
  return (inputs, kwargs) => {
    const outputs = original.call(cell, inputs, kwargs);
    const now = running.at(-1);
    const trace = now?.call.cells.get(cell);
    if (!now || trace === undefined || !Array.isArray(outputs)) return outputs;
    return guard.attempt(() => now.recording.step(trace, outputs, [inputs].flat()), outputs);
  };
}
