import { expect, test } from 'vitest';
import { UnrolledError } from '../base/errors.ts';
import { readCommand } from './command.ts';

const read = (line: string, env = {}) => readCommand(line.split(' ').filter(Boolean), env);

test('without a word the data folder is shown, with a path that one', () => {
  expect(read('')).toEqual({ name: 'show', path: null, dir: 'data', port: null });
  expect(read('', { UNROLLED_DIR: '/runs', PORT: '7000' })).toMatchObject({ dir: '/runs', port: 7_000 });
  expect(read('a.unrolled --port 0')).toMatchObject({ name: 'show', path: 'a.unrolled', port: 0 });
});

test('commands and their options are read wherever they stand', () => {
  expect(read('export --csv a b -o out --dir d --force')).toEqual({
    name: 'export',
    ...{ dir: 'd', runs: ['a', 'b'], project: null, all: false, format: 'csv', full: false, to: 'out', force: true },
  });
  expect(read('export --project speech')).toMatchObject({ runs: [], project: 'speech', format: 'file' });
  expect(read('import a.unrolled --as b')).toMatchObject({ name: 'import', files: ['a.unrolled'], as: 'b' });
  expect(read('list --json')).toMatchObject({ name: 'list', json: true });
  for (const line of ['help', '--help', 'export --help', 'import -h']) expect(read(line)).toEqual({ name: 'help' });
  expect(read('--version')).toEqual({ name: 'version' });
});

test.each([
  ['export', /which run\?/],
  ['export a --all', /a: name runs, or say --project or --all/],
  ['export a --csv --json', /one format at a time/],
  ['export a -o -', /only --csv and --json/],
  ['export a --html -o -', /only --csv and --json/],
  ['export a --full', /--full: belongs to --html/],
  ['export a b --csv -o -', /one run at a time/],
  ['export a --cvs', /'--cvs'/],
  ['import', /which file\?/],
  ['import a b --as c', /one file at a time/],
  ['a b', /one FILE or DIR at a time/],
  ['--port http', /port: "http" is none/],
])('unrolled %s is not understood, and it says why', (line, message) => {
  expect(() => read(line)).toThrow(message);
  expect(() => read(line)).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(() => read(line)).toThrow(UnrolledError);
});
