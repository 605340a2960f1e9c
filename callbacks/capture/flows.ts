import type { LayerFlow } from './capture.ts';
import { byLag, jointNorms, type Norms, overSequences, reverseTime, unitNorms, validSteps } from './flow-statistics.ts';
import type { CapturedCell } from './model-layers.ts';
import { readSteps } from './read-steps.ts';
import { type CellTrace, hasGradient, type LayerCall, type Recording } from './recording.ts';
import type { Tensor, Tf } from './tfjs-internals.ts';

/** How the norms are scaled: a batch-mean loss makes every adjoint 1/B of the sequence's own. */
export type FlowScale = LayerFlow['scale'];

/**
 * The flow of every cell that a pass recorded. A layer called twice in one pass gives two flows: two paths of the
 * gradient through two sequences of states, which a sum would blur; the first keeps the layer's path, the next are
 * `path/call_2`, … Cells that no gradient came to (frozen, with nothing trained before them) are left out.
 */
export function readFlows(tf: Tf, recording: Recording, cells: readonly CapturedCell[], scale: FlowScale): LayerFlow[] {
  const flows: LayerFlow[] = [];
  for (const { call, number } of recording.liveCalls('gradient')) {
    for (const { path, layer, cell, hasCellState } of cells) {
      const trace = layer === call.layer ? call.cells.get(cell) : undefined;
      if (trace === undefined || !hasGradient(trace)) continue;
      flows.push(readFlow(tf, callPath(path, number), call, trace, hasCellState, scale));
    }
  }
  return flows;
}

/** Path of a layer in its n-th call of a pass. */
export function callPath(path: string, number: number): string {
  return number === 1 ? path : `${path}/call_${number}`;
}

function readFlow(
  tf: Tf,
  layer: string,
  call: LayerCall,
  trace: CellTrace,
  hasCellState: boolean,
  scale: FlowScale,
): LayerFlow {
  const { batch, mask } = call;
  const reversed = call.layer.goBackwards;
  const time = trace.steps;
  const factor = scale === 'raw' ? 1 : batch;
  const norms = (tensors: readonly Tensor[]) => unitNorms(readSteps(tf, tensors, time, batch, unitsOf(trace)), factor);
  const h = norms(trace.dh);
  const quantities: [string, Norms][] = [['h', h]];
  if (hasCellState) {
    const c = norms(trace.dc);
    quantities.push(['c', c], ['joint', jointNorms(h, c)]);
  }
  const valid = mask === null ? null : validSteps(mask.dataSync(), batch);
  const all = quantities.map(([, values]) => {
    const inTime = reversed ? reverseTime(values, batch) : values;
    const lagged = valid === null && !reversed ? null : byLag(inTime, batch, valid, reversed);
    return {
      inTime: overSequences(inTime, batch, valid),
      lagged: lagged && overSequences(lagged.norms, batch, lagged.valid),
    };
  });
  return {
    layer,
    quantities: quantities.map(([name]) => name),
    time,
    values: concat(all.map(({ inTime }) => inTime)),
    lagValues: all[0]!.lagged === null ? null : concat(all.map(({ lagged }) => lagged!)),
    scale,
  };
}

function unitsOf(trace: CellTrace): number {
  return [...trace.dh, ...trace.dc].find((tensor) => tensor !== undefined)!.shape[1]!;
}

function concat(parts: readonly Float64Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
