import type { Cell } from '../../lib/model/tfjs-internals.ts';

/** Gates of a cell in the order of the columns of its kernels; absent for cells without gates. */
const GATES: { readonly [className: string]: readonly string[] } = {
  LSTMCell: ['i', 'f', 'c', 'o'],
  GRUCell: ['z', 'r', 'h'],
};

/** A tensor seen as [rows, blocks, columns], its norm taken over each block. */
export interface BlockShape {
  readonly rows: number;
  readonly blocks: number;
  readonly columns: number;
}

/** The gates whose column blocks make up the weights of a cell (tfjs 4.22: LSTM i, f, c, o; GRU z, r, h); empty without gates. */
export function gatesOf(cell: Cell): readonly string[] {
  return GATES[cell.getClassName()] ?? [];
}

/** How a weight of `shape` falls into `gates` equal column blocks; one block where it does not. */
export function blockShape(shape: readonly number[], gates: number): BlockShape {
  const size = shape.reduce((product, length) => product * length, 1);
  const width = shape.at(-1) ?? 1;
  if (gates < 2 || width % gates !== 0) return { rows: 1, blocks: 1, columns: size };
  return { rows: size / width, blocks: gates, columns: width / gates };
}
