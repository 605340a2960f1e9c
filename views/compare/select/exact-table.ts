import type { Client } from '../../../lib/client/contract.ts';
import { exactPoints } from '../../../lib/client/exact-points.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Table } from '../../_kit/export/table.ts';
import { seriesNamed } from './series.ts';

const COLUMNS = ['run', 'id', 'series', 'segment', 'step', 'value'];

/** Every stored point of a series in several runs, whatever is drawn: names may be the same, ids are not. */
export async function exactTable(
  client: Pick<Client, 'window'>,
  runs: readonly RunData[],
  name: string,
): Promise<Table> {
  const parts = await Promise.all(
    runs.flatMap(({ info, ...run }) =>
      seriesNamed({ info, ...run }, name).map(async ({ id, segment }) => {
        const request = { runId: info.id, series: id, fromStep: 0, toStep: Number.MAX_SAFE_INTEGER };
        return { info, segment, ...(await exactPoints(client, request)) };
      }),
    ),
  );
  function* rows() {
    for (const { info, segment, steps, values } of parts) {
      for (let i = 0; i < steps.length; i += 1) yield [info.name, info.id, name, segment, steps[i]!, values[i]!];
    }
  }
  return { columns: COLUMNS, rows: rows() };
}
