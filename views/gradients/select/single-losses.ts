import type { FlowScale, Quantity } from '../../../lib/client/page-state.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { CellKind } from '../../_kit/marks/field.ts';
import { ABSOLUTE_DOMAIN, PEAK_DOMAIN } from './flow-map.ts';
import { storedByEpoch } from './stored.ts';

/** Gradient flow of the loss at single steps, at one epoch. Row r is the loss at step `anchors[r]`. */
export interface SingleLosses {
  readonly epoch: number;
  readonly quantity: Quantity;
  /** 1-based steps of the losses, rising. */
  readonly anchors: readonly number[];
  readonly time: number;
  /** log10, row-major; an exact 0 on the way back is the lower end of the domain. */
  readonly values: Float64Array;
  readonly kind: (row: number, col: number) => CellKind;
  readonly domain: readonly [number, number];
}

/** The tensors of a layer that tell the losses apart, by rising epoch. */
export function singleLossTensors(tensors: readonly StoredTensor[], layer: string): readonly StoredTensor[] {
  return storedByEpoch(tensors, TENSOR.itemisedFlow, { layer }).filter(({ shape }) => shape.length === 2);
}

/**
 * Reads them. A step that cannot matter to the loss (after it; of a layer that reads backward, before it) is blank, and
 * so is one without a value.
 */
export function singleLosses({ info, values }: DecodedTensor, backward: boolean, scale: FlowScale): SingleLosses {
  const [rows = 0, time = 0] = info.shape;
  const named = info.attributes.anchors;
  const anchors = Array.from({ length: rows }, (_, row) => Number(Array.isArray(named) ? named[row] : row) + 1);
  const domain = scale === 'peak' ? PEAK_DOMAIN : ABSOLUTE_DOMAIN;
  const logs = Float64Array.from(values, Math.log10);
  if (scale === 'peak') {
    for (let row = 0; row < rows; row += 1) {
      const own = logs.subarray(row * time, (row + 1) * time);
      const peak = own.reduce(
        (most, each) => (Number.isNaN(each) ? most : Math.max(most, each)),
        Number.NEGATIVE_INFINITY,
      );
      if (Number.isFinite(peak))
        own.forEach((each, step) => {
          own[step] = each - peak;
        });
    }
  }
  const isBeyond = (row: number, col: number) => (backward ? col + 1 < anchors[row]! : col + 1 > anchors[row]!);
  const { quantity } = info.attributes;
  return {
    epoch: info.epoch,
    quantity: quantity === 'c' || quantity === 'joint' ? quantity : 'h',
    anchors,
    time,
    values: logs.map((each) => Math.max(domain[0], each)),
    kind: (row, col) => (isBeyond(row, col) || Number.isNaN(logs[row * time + col]!) ? 'blank' : 'value'),
    domain,
  };
}
