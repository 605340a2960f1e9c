import type { CapturedCell } from './model-layers.ts';
import type { Cell, RecurrentLayer, Tensor, Tf } from './tfjs-internals.ts';

/**
 * Runs `work` from fresh recurrent state and puts everything back that a pass moves: the states of stateful layers, and
 * the dropout masks that cells keep (a mask made in inference mode would switch dropout off for the training that
 * follows, where the layer is a generic RNN that never renews it).
 */
export function restoringState<T>(tf: Tf, cells: readonly CapturedCell[], batch: number, work: () => T): T {
  const restores = [
    ...[...new Set(cells.map(({ layer }) => layer))].filter((l) => l.stateful).map((l) => freshStates(tf, l, batch)),
    ...[...new Set(cells.map(({ cell }) => cell))].map((cell) => freshMasks(tf, cell)),
  ];
  try {
    return work();
  } finally {
    for (const restore of restores) restore();
  }
}

function freshStates(tf: Tf, layer: RecurrentLayer, batch: number): () => void {
  const { states_, keptStates } = layer;
  const sizes = [layer.cell.stateSize].flat();
  layer.states_ = sizes.map((size) => tf.keep(tf.zeros([batch, size])));
  layer.keptStates = [];
  return () => {
    tf.dispose(layer.states_ as Tensor[]);
    tf.dispose(layer.keptStates);
    layer.states_ = states_;
    layer.keptStates = keptStates;
  };
}

function freshMasks(tf: Tf, cell: Cell): () => void {
  const { dropoutMask, recurrentDropoutMask } = cell;
  cell.dropoutMask = null;
  cell.recurrentDropoutMask = null;
  return () => {
    if (cell.dropoutMask) tf.dispose(cell.dropoutMask);
    if (cell.recurrentDropoutMask) tf.dispose(cell.recurrentDropoutMask);
    cell.dropoutMask = dropoutMask;
    cell.recurrentDropoutMask = recurrentDropoutMask;
  };
}
