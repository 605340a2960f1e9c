import type { Client } from '../../../lib/client/contract.ts';
import { exactPoints } from '../../../lib/client/exact-points.ts';
import type { Table } from '../export/table.ts';
import type { Curve } from './curve.ts';
import { labelOf } from './curve-style.ts';

/** Every point of the lines of a chart as it was logged, thinned ones fetched: a row each. */
export async function curvesTable(client: Pick<Client, 'window'>, curves: readonly Curve[]): Promise<Table> {
  const rows: (readonly (number | string | null)[])[] = [];
  for (const curve of curves) {
    const { steps, values } = await pointsOf(client, curve);
    for (let i = 0; i < steps.length; i += 1) {
      rows.push([curve.run, curve.runId, labelOf(curve, false), steps[i]!, values[i]!]);
    }
  }
  return { columns: ['run', 'run id', 'line', 'step', 'value'], rows };
}

async function pointsOf(client: Pick<Client, 'window'>, { series, of, length, runId, xs, ys }: Curve) {
  if (series === null || of <= length) return { steps: xs.subarray(0, length), values: ys.subarray(0, length) };
  return exactPoints(client, { runId, series, fromStep: 0, toStep: Number.MAX_SAFE_INTEGER });
}
