import { toJson } from '../protocol/packet.ts';
import { here, judged } from '../store/run-status.ts';
import type { Command } from './command.ts';
import type { Console } from './console.ts';
import { storeFile, withStore } from './data-folder.ts';

/** `unrolled list`: the runs of a data folder, newest first. */
export async function runList({ dir, json }: Extract<Command, { name: 'list' }>, console: Console): Promise<number> {
  const runs = await withStore(storeFile(dir), async (store) =>
    (await store.listRuns()).map(({ info, epoch, step }) => ({ ...judged(info, here()), epoch, step })),
  );
  if (json) {
    const rows = runs
      .filter(({ deletedMs }) => !deletedMs)
      .map(({ model: _, probe: __, environment: ___, ...row }) => row);
    console.log(toJson(rows));
    return 0;
  }
  const rows = runs.map(({ id, project, name, status, epoch, startedMs }) => [
    id,
    printable(project),
    printable(name),
    status,
    `${epoch} epochs`,
    new Date(startedMs).toISOString().slice(0, 16).replace('T', ' '),
  ]);
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  if (rows.length === 0) console.note(`no runs in ${dir}`);
  return 0;
}

/** A name can't steer a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '·').slice(0, 60);
}
