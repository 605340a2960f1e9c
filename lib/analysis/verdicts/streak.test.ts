import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reading } from './reading.ts';
import { episodesOf } from './streak.ts';

const persistence = { announce: 3, clear: 3 };

/** w = warning, C = critical, . = within the limit, o = clear, x = warning though the number that clears it is well. */
function readings(text: string): Reading[] {
  return [...text].map((letter, i) => ({
    epoch: i + 1,
    level: letter === 'w' || letter === 'x' ? 'warning' : letter === 'C' ? 'critical' : null,
    clear: letter === 'o' || letter === 'x',
    evidence: [],
  }));
}
const episodes = (text: string) =>
  episodesOf(readings(text), persistence).map((e) => [e.severity, e.onsetEpoch, e.announcedEpoch, e.endEpoch]);

test('three in a row announce an episode whose onset is the first of them', () => {
  expect(episodes('.ww')).toEqual([]);
  expect(episodes('.www')).toEqual([['warning', 2, 4, null]]);
  expect(episodes('ww.ww.')).toEqual([]);
});

test('it is critical only when the critical level lasted as long', () => {
  expect(episodes('wCC')).toEqual([['warning', 1, 3, null]]);
  expect(episodes('CCC')).toEqual([['critical', 1, 3, null]]);
  expect(episodes('wwwwCCC')).toEqual([['critical', 1, 3, null]]);
});

test('three clear ones in a row end it at the first of them, fewer or merely better ones do not', () => {
  expect(episodes('wwwooo')).toEqual([['warning', 1, 3, 4]]);
  expect(episodes('wwwoo.oo')).toEqual([['warning', 1, 3, null]]);
  expect(episodes('www......')).toEqual([['warning', 1, 3, null]]);
});

test('nothing is well while the condition holds', () => {
  expect(episodes('oxxxxx')).toEqual([['warning', 2, 4, null]]);
  expect(episodes('xxxooo')).toEqual([['warning', 1, 3, 4]]);
});

test('after an end it takes a whole new streak', () => {
  expect(episodes('wwwoooww')).toHaveLength(1);
  expect(episodes('wwwooowww')).toEqual([
    ['warning', 1, 3, 4],
    ['warning', 7, 9, null],
  ]);
});

test('more readings never move the onset, announcement or end of what was found', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('w', 'w', 'C', '.', 'o', 'o'), maxLength: 60 }),
      fc.nat(60),
      (text, cut) => {
        const early = episodesOf(readings(text.slice(0, cut)), persistence);
        const late = episodesOf(readings(text), persistence);
        for (const [i, episode] of early.entries()) {
          expect(late[i]).toMatchObject({ onsetEpoch: episode.onsetEpoch, announcedEpoch: episode.announcedEpoch });
          if (episode.endEpoch !== null) expect(late[i]).toEqual(episode);
        }
      },
    ),
  );
});
