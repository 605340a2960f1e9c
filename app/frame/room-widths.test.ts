import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repository } from '../../scripts/setup/repository.mjs';
import { ROOM_WIDTHS, tooNarrowFor } from './room-widths.ts';

const sheets = globSync('{app,views}/**/*.css', { cwd: repository }).map(
  (name) => [name, readFileSync(`${repository}/${name}`, 'utf8')] as const,
);

describe('widths of a view', () => {
  it('says every width the room does not exceed, and nothing of a wide or unknown one', () => {
    expect(tooNarrowFor(1108)).toBe('1300 1108');
    expect(tooNarrowFor(700)).toBe('1300 1108 836');
    expect(tooNarrowFor(1368)).toBeUndefined();
    expect(tooNarrowFor(0)).toBeUndefined();
  });

  it('are the only ones style sheets ask for', () => {
    const asked = sheets.flatMap(([, text]) =>
      [...text.matchAll(/data-below~=["'](\d+)["']/g)].map((match) => Number(match[1])),
    );
    expect(new Set(asked)).toEqual(new Set<number>(ROOM_WIDTHS));
  });

  it('are not asked of a container query, under which every text of a canvas lays the page out', () => {
    const asking = sheets.filter(([, text]) => /@container/.test(text)).map(([name]) => name);
    expect(asking).toEqual([]);
  });
});
