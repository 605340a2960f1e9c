import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromJson } from '../protocol/packet.ts';
import { openStore, STORE_FILE } from '../store/open-store.ts';
import { newRun, scalars } from '../store/testing/records.ts';
import { readCommand } from './command.ts';
import { runExport } from './export.ts';
import { runImport } from './import.ts';
import { runList } from './list.ts';
import { show } from './show.ts';

let folder = '';
const at = (...names: string[]) => join(folder, ...names);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-cli-'));
  const store = await openStore(at('data', STORE_FILE));
  for (const [id, name] of RUNS) {
    await store.createRun(newRun(id, { name, project: id.startsWith('x') ? 'other' : 'speech' }));
    await store.append(
      id,
      0,
      scalars([
        ['loss', 1, 0.1 + 0.2],
        ['val/loss', 1, Number.NaN],
        ['loss', 2, -Infinity],
      ]),
    );
    await store.updateRun(id, { status: 'finished' });
  }
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const RUNS = [
  ['first', 'lstm'],
  ['second', 'gru <img src=x onerror=alert(1)>'],
  ['third', '../../escape'],
  ['x-1', 'lstm'],
] as const;

/** Runs a command and gives its exit code and what it said. */
async function run(
  ...args: string[]
): Promise<{ readonly code: number; readonly out: string[]; readonly err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const console = {
    log: (line: string) => out.push(line),
    error: (line: string) => err.push(line),
    note: (line: string) => err.push(line),
    terminal: { isTTY: false, write: () => true } as const,
  };
  const command = readCommand(args, { UNROLLED_DIR: at('data') });
  if (command.name === 'list') return { code: await runList(command, console), out, err };
  if (command.name === 'export') return { code: await runExport(command, console), out, err };
  if (command.name === 'import') return { code: await runImport(command, console), out, err };
  throw new Error(`${command.name}: not tested here`);
}

test('runs are listed newest first, for people and for machines', async () => {
  const { out, code } = await run('list');
  expect(code).toBe(0);
  expect(out).toHaveLength(RUNS.length);
  expect(out.join('\n')).toMatch(/^first +speech +lstm +finished +0 epochs +2023-11-14 22:13$/m);
  const rows = fromJson((await run('list', '--json')).out.join('\n')) as { id: string }[];
  expect(rows.map(({ id }) => id).sort()).toEqual(RUNS.map(([id]) => id).sort());
});

test('all runs of a project go into a folder, each under a name that is no path and holds no markup', async () => {
  const { code, out } = await run('export', '--project', 'speech', '-o', at('out'));
  expect(code).toBe(0);
  const files = readdirSync(at('out')).sort();
  expect(files).toEqual([
    'escape-third.unrolled',
    'gru-img-src-x-onerror-alert-1-second.unrolled',
    'lstm-first.unrolled',
  ]);
  expect(out.sort()).toEqual(files.map((file) => at('out', file)));
  const again = await run('export', '--project', 'speech', '-o', at('out'));
  expect(again.code).toBe(1);
  expect(again.err.at(-1)).toBe('0 of 3 runs exported');
  expect(again.err[0]).toMatch(/there already — choose another name with -o, or write over it with --force/);
  const imported = await run('import', '--dir', at('new'), ...out);
  expect(imported).toMatchObject({ code: 0, err: [] });
  const twice = await run('import', '--dir', at('new'), '--json', ...out, at('nowhere'));
  expect(twice.code).toBe(1);
  expect((fromJson(twice.out.join('\n')) as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
    ...['here', 'here', 'here', 'refused'],
  ]);
  const listed = await run('list', '--dir', at('new'));
  expect(listed.out).toHaveLength(3);
});

test('a run is found by id, by name, by the beginning of its id; what several are called is told with their ids', async () => {
  expect((await run('export', 'seco', '-o', at('a.unrolled'))).code).toBe(0);
  expect((await run('export', '../../escape', '-o', at('b.unrolled'))).out).toEqual([at('b.unrolled')]);
  await expect(run('export', 'lstm')).rejects.toThrow(
    /"lstm": several are meant — give the id of one: .*first \(speech/,
  );
  await expect(run('export', 'nobody')).rejects.toThrow(/"nobody": not in .* — see unrolled list/);
});

test('series come as CSV and JSON with every point, read back as the same numbers', async () => {
  const { out } = await run('export', 'first', '--csv', '-o', at('out/'));
  expect(readFileSync(out[0]!, 'utf8').split('\n')).toEqual([
    'run,series,context,segment,step,epoch,wall_ms,value',
    'first,loss,{},0,1,1,1700000000075,0.30000000000000004',
    'first,loss,{},0,2,1,1700000000150,-Infinity',
    'first,loss,"{""subset"":""val""}",0,1,1,1700000000075,NaN',
    '',
  ]);
  const json = (await run('export', 'first', '--json', '-o', at('out/'))).out[0]!;
  expect(fromJson(readFileSync(json, 'utf8'))).toMatchObject({
    run: { id: 'first' },
    series: [
      { name: 'loss', context: {}, segment: 0, steps: [1, 2], epochs: [1, 1], values: [0.1 + 0.2, -Infinity] },
      { name: 'loss', context: { subset: 'val' }, steps: [1], wallMs: [1_700_000_000_075], values: [Number.NaN] },
    ],
  });
});

test('an exported run is shown from its file: read in the dashboard, refused for writing, the same when taken along again', async () => {
  await run('export', 'first', '-o', at('one.unrolled'));
  mkdirSync(at('apart'));
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const console = { log: say, error: say, note: say, terminal: { isTTY: false, write: () => true } as const };
  const command = readCommand([at('one.unrolled'), '--port', '0'], {});
  if (command.name !== 'show') throw new Error('shows');
  const { server, close } = await show(command, console);
  try {
    expect(said.at(-1)).toMatch(/one\.unrolled, to be read only: http:\/\/localhost:\d+$/);
    const runs = (await (await fetch(`${server.url}/api/v1/runs`)).json()) as { info: { id: string } }[];
    expect(runs.map(({ info }) => info.id)).toEqual(['first']);
    for (const [method, path] of [
      ['POST', '/ingest'],
      ['PUT', '/limits'],
      ['PUT', `/runs/first/derived/${'0'.repeat(64)}`],
      ['DELETE', '/runs/first'],
    ]) {
      const answer = await fetch(`${server.url}/api/v1${path}`, { method: method! });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.json()).toMatchObject({
        error: { code: 'read-only', message: expect.stringContaining('unrolled import FILE') },
      });
    }
    const file = await fetch(`${server.url}/api/v1/runs/first/file`);
    expect(file.headers.get('content-disposition')).toContain('filename="lstm-first.unrolled"');
    expect(Buffer.from(await file.arrayBuffer()).equals(readFileSync(at('one.unrolled')))).toBe(true);
    const csv = await (await fetch(`${server.url}/api/v1/runs/first/series.csv?series=1`)).text();
    expect(csv.split('\n')).toHaveLength(4);
    expect((await fetch(`${server.url}/api/v1/runs/nobody/page.html`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/v1/runs/nobody/file`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/v1/runs/first/series.json?series=x`)).status).toBe(400);
  } finally {
    await close();
  }
  expect(readdirSync(folder).sort()).toEqual(['apart', 'data', 'one.unrolled']);
});

test('a file that can not be shown is told before any server starts', async () => {
  const quiet = { log: () => 0, error: () => 0, note: () => 0, terminal: { isTTY: false, write: () => true } as const };
  const open = (path: string) => {
    const command = readCommand([path], {});
    if (command.name !== 'show') throw new Error('shows');
    return show(command, quiet);
  };
  await expect(open(at('nowhere'))).rejects.toMatchObject({ code: 'absent' });
  await expect(open(at('data', STORE_FILE))).rejects.toThrow(/holds all runs of a folder — open that: unrolled /);
  expect(existsSync(at('nowhere'))).toBe(false);
});
