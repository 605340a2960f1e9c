import { expect, test } from 'vitest';
import { DEFAULT_PAGE_STATE, format, type PageState, parse } from '../../../lib/client/page-state.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { runInfo } from '../../../lib/protocol/testing/run-info.ts';
import { select } from '../selection.ts';
import { commandsOf } from './commands.ts';

const summary = (id: string, change: Partial<RunSummary['info']> = {}) =>
  ({ info: { ...runInfo(id), name: `run ${id}`, ...change }, epoch: 12, step: 0, health: [] }) as unknown as RunSummary;
const runs = [summary('a'), summary('b'), summary('c', { archivedMs: 1 })];

function offered(page: Partial<PageState>, typed = '') {
  const state = { ...DEFAULT_PAGE_STATE, ...page };
  return commandsOf({ page: state, runs, selection: select(state, runs), reached: 12, typed });
}

test('every command leads to a page that a link can restore', () => {
  const now: Partial<PageState> = { view: 'states', beside: 'gradients', runs: ['a'], window: [2, 3], zoom: [1, 2] };
  const commands = offered(now, '7');
  expect(new Set(commands.map(({ key }) => key)).size).toBe(commands.length);
  for (const { does } of commands) {
    if (!('to' in does)) continue;
    const state = { ...DEFAULT_PAGE_STATE, ...now, ...does.to };
    const [pathname, search] = format(state).split('?') as [string, string?];
    expect(format(parse({ pathname, search: `?${search ?? ''}` }))).toBe(format(state));
  }
});

test('a number that was typed is an epoch, as far as there are any', () => {
  const epochs = (typed: string) =>
    offered({ runs: ['a'] }, typed).flatMap(({ group, does }) =>
      group === 'epoch' && 'to' in does ? [does.to.epoch] : [],
    );
  expect(['7', 'epoch 12', '13', '0', 'x'].map(epochs)).toEqual([[7], [12], [], [], []]);
});

test('runs are shown alone, added, or focused where they are selected; what was put away is not offered', () => {
  const keys = (page: Partial<PageState>) => offered(page).flatMap(({ key, group }) => (group === 'runs' ? [key] : []));
  expect(keys({ runs: ['a'] })).toEqual(['show b', 'add b']);
  expect(keys({ runs: ['a', 'b'] })).toEqual(['focus a', 'focus b']);
});

test('the view that is shown is not offered, and nothing beside the list of runs', () => {
  const keys = (page: Partial<PageState>) => offered(page).map(({ key }) => key);
  expect(keys({ view: 'states', runs: ['a'] })).not.toContain('view states');
  expect(keys({ view: 'states', runs: ['a'] })).toContain('beside gradients');
  expect(keys({ view: 'runs', runs: ['a'] }).filter((key) => key.startsWith('beside'))).toEqual([]);
});
