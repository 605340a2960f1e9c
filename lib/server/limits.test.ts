import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../analysis/verdicts/limits.ts';
import { LIMITS_FILE, type LimitsAnswer } from '../analysis/verdicts/own-limits.ts';
import { API_BASE, type ErrorAnswer } from '../protocol/api-answers.ts';
import { Stage } from './testing/stage.ts';

let stage: Stage;
let url: string;
beforeEach(async () => {
  stage = await Stage.open();
  url = `${(await stage.serve()).url}${API_BASE}/limits`;
});
afterEach(() => stage.end());

const put = (body: string, headers: { readonly [name: string]: string } = {}) =>
  fetch(url, { method: 'PUT', body, headers: { 'content-type': 'application/json', ...headers } });
const answer = async (response: Response) => (await response.json()) as LimitsAnswer;
const errorOf = async (response: Response) => ((await response.json()) as ErrorAnswer).error;

test('limits are kept in the data folder, only those that differ, and are read again', async () => {
  expect(await answer(await fetch(url))).toMatchObject({ own: {}, trouble: null });
  const own = { SAT: { saturated: { warning: 0.6 } } };
  const { warning } = DEFAULT_LIMITS.DEAD.deadOrFrozen;
  const given = { ...own, DEAD: { deadOrFrozen: { warning } } };
  expect((await answer(await put(JSON.stringify(given)))).own).toEqual(own);
  expect(JSON.parse(await readFile(join(stage.dir, LIMITS_FILE), 'utf8'))).toEqual(own);
  const { own: now, defaults } = await answer(await fetch(url));
  expect(now).toEqual(own);
  expect(defaults.SAT.saturated.warning).toBe(0.5);
});

test('what is no limit is refused in words, and nothing is written', async () => {
  const response = await put('{"SAT": {"saturated": {"warning": "high"}}}');
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({
    code: 'bad-request',
    message: 'SAT.saturated.warning: "high" — give a finite number',
  });
  expect((await put('[1')).status).toBe(400);
  expect((await put('{"__proto__": {"a": {"b": 1}}}')).status).toBe(400);
  expect(await readdir(stage.dir)).not.toContain(LIMITS_FILE);
});

test('a file that is wrong is told of, and the usual limits are shown', async () => {
  await writeFile(join(stage.dir, LIMITS_FILE), '{"SAT": 3}');
  expect(await answer(await fetch(url))).toMatchObject({
    own: {},
    trouble: 'limits.json: SAT: 3 — give an object',
  });
});

test('a foreign page may not set limits', async () => {
  expect((await put('{}', { origin: 'http://evil.example' })).status).toBe(403);
});
