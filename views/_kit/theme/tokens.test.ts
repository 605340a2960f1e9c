import { expect, test } from 'vitest';
import { contrast } from './contrast.ts';
import { TOKENS, themeCss } from './tokens.ts';

for (const theme of ['dark', 'light'] as const) {
  const tokens = TOKENS[theme];
  const papers = [tokens.bg0, tokens.bg1];

  test(`text of the ${theme} theme keeps 4.5:1 on every background`, () => {
    for (const text of [tokens.fg1, tokens.fg2, tokens.fg3]) {
      for (const background of [...papers, tokens.bg2, tokens.bg3]) {
        expect(contrast(text, background), `${text} on ${background}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test(`words in a status colour of the ${theme} theme keep 4.5:1 on the papers`, () => {
    for (const text of [tokens.live, tokens.crash, tokens.accent, tokens.hVan]) {
      for (const background of papers) expect(contrast(text, background), text).toBeGreaterThanOrEqual(4.5);
    }
  });

  test(`graphical marks of the ${theme} theme keep 3:1 on the papers`, () => {
    const marks = [
      tokens.hOk,
      tokens.hVan,
      tokens.hExp,
      tokens.hSat,
      tokens.hNan,
      tokens.hNone,
      ...tokens.runs,
      ...tokens.classes,
    ];
    for (const mark of marks) {
      for (const background of papers) expect(contrast(mark, background), mark).toBeGreaterThanOrEqual(3);
    }
  });
}

test('every token becomes a variable of both themes', () => {
  const css = themeCss();
  expect(css.match(/--bg-0:#/g)).toHaveLength(2);
  expect(css.match(/--h-van-bg:#/g)).toHaveLength(2);
  expect(css).toContain('--run-8:#535c67;');
});
