import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage/stage.ts';

const VIEWS = ['', 'overview', 'gradients', 'states', 'attention', 'saliency', 'compare', 'events'];
const NAME = 'rename-me';
/** With attention, and words of many scripts: all of them data, as are the names of its classes. */
const ODD = 'scripts';
const WORDS_OF_ODD = /\b(fine|hello|student|read|books|yesterday)\b/;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const small = { epochs: 3, stepsPerEpoch: 8, units: 4, time: 8 };
  const trainings = [stage.train({ name: NAME, ...small }), stage.train({ name: `${NAME}-too`, ...small })];
  for (const training of [...trainings, stage.trainOdd(ODD)]) expect(await training.ended()).toBe(0);
});
afterAll(() => stage.close());

/** Runs in the page before its own scripts: keeps every text that is drawn on a canvas. */
function keepDrawn(): void {
  const drawn = new Set<string>();
  (window as unknown as { drawn: Set<string> }).drawn = drawn;
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    drawn.add(text);
    fillText.call(this, text, ...(rest as [number, number]));
  };
}

/** Everything a person reads or hears on a page, but code and measured: texts, names and titles, words on canvases. */
function everythingRead(): readonly string[] {
  const texts: string[] = [...(window as unknown as { drawn: Set<string> }).drawn];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && !parent.closest('script, style, code, pre, .kit-mono') && parent.checkVisibility())
      texts.push(node.textContent ?? '');
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  }
  return texts;
}

/** Two words of English beside each other, in lower case: a phrase, not a name or a symbol. */
const PHRASE = /\b[a-z]{2,} [a-z]{2,}\b/;
/** What trainings printed or read, code, names of series and units: the same in every language. */
const DATA = [
  /^training (starts|ended)$/,
  /\bms\b|\bmin\b/,
  /\blr\b.*\band\b/,
  /^(loss (val|train)|global gradient norm)/,
];

/** Names of weights, which lines are called by: data too. */
const WEIGHTS = /\b(kernel|recurrent|bias)\b/g;

async function phrases(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(everythingRead);
  return [...new Set(texts)].filter(
    (text) => PHRASE.test(text.replaceAll(WEIGHTS, '')) && !DATA.some((data) => data.test(text.trim())),
  );
}

test.each([
  ['a run', 'e2e', NAME],
  ['a run with attention', 'odd', ODD],
])('no view leaves a phrase in English when the page is Chinese: %s', async (_what, project, name) => {
  for (const view of VIEWS) {
    const page = await stage.page(`/${view ? `${view}/` : ''}?lang=zh&project=${project}`, keepDrawn);
    await page.getByText(name).first().waitFor();
    await page.waitForTimeout(2_000);
    const found = await phrases(page);
    expect([view, found.filter((text) => !WORDS_OF_ODD.test(text))]).toEqual([view, []]);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
    await page.close();
  }
});

test('the language that was chosen last is kept, and the page shows what it showed', async () => {
  const page = await stage.page('/gradients/?epoch=2');
  await page.locator('.dock').waitFor();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.getByRole('button', { name: '语言' }).waitFor();
  expect(await page.getByRole('slider').first().getAttribute('aria-valuenow')).toBe('2');
  await page.goto(`${new URL(page.url()).origin}/overview/`);
  await page.getByRole('button', { name: '语言' }).waitFor();
});
