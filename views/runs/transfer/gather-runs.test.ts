import { expect, test } from 'vitest';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { distinct, gatherRuns } from './gather-runs.ts';

const runOf = (id: string) => ({ info: { id, name: `run ${id}` } }) as RunSummary;
const fetchOf = (failing: string) => async (id: string) => {
  if (id === failing) throw new Error(`${id}: gone`);
  return { name: 'same.unrolled', data: new Blob([id]) };
};

test('a run that fails does not keep the others, and is told; files of one name are told apart', async () => {
  const progress: string[] = [];
  const { files, leftOut } = await gatherRuns(
    { fetch: fetchOf('b') },
    ['a', 'b', 'c'].map(runOf),
    'unrolled',
    new AbortController().signal,
    ({ done, of, bytes, name }) => progress.push(`${done}/${of} ${bytes} ${name}`),
  );
  expect(files.map(({ name }) => name)).toEqual(['same.unrolled', 'same-2.unrolled']);
  expect(await files[1]?.data.text()).toBe('c');
  expect(leftOut).toEqual([{ name: 'run b', error: new Error('b: gone') }]);
  expect(progress).toEqual(['0/3 0 run a', '1/3 1 run b', '2/3 1 run c']);
});

test('what is cancelled ends at once and gives nothing', async () => {
  const cancel = new AbortController();
  const fetch = async (id: string) => {
    cancel.abort();
    throw new Error(id);
  };
  await expect(
    gatherRuns({ fetch }, ['a', 'b'].map(runOf), 'csv', cancel.signal, () => undefined),
  ).rejects.toMatchObject({ name: 'AbortError' });
});

test('names that differ only in capital letters are told apart, with and without an extension', () => {
  const taken = new Set<string>();
  expect(['A.csv', 'a.csv', 'a', 'A', 'a.csv'].map((name) => distinct(name, taken))).toEqual([
    ...['A.csv', 'a-2.csv', 'a', 'A-2', 'a-3.csv'],
  ]);
});
