import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureSentences } from './sentences.mjs';

test('without a package index there is a reason instead of sentences, and nothing that looks fetched', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'unrolled-sentences-'));
  const before = { ...process.env };
  const nowhere = { PIP_NO_INDEX: '1', PIP_CONFIG_FILE: devNull };
  Object.assign(process.env, { UNROLLED_CACHE: cache, ...nowhere });
  try {
    const found = await ensureSentences();
    expect(Object.keys(found)).toEqual(['reason']);
    expect(found.reason).toMatch(/^vaderSentiment 3\.3\.2: ./);
    expect(existsSync(join(cache, 'rated-sentences-3.3.2'))).toBe(false);
  } finally {
    for (const name of Object.keys({ UNROLLED_CACHE: '', ...nowhere })) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    rmSync(cache, { recursive: true, force: true });
  }
}, 240_000);
