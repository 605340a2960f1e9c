import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const repository = new URL('../../../', import.meta.url);
const folder = new URL('data/reference/', repository);
const required = readFileSync(new URL('scripts/reference/requirements.txt', repository), 'utf8');

/** What a library is called where its version is written, by how it is installed. */
const versions = new Map(
  [...required.matchAll(/^([\w-]+)==([\d.]+)$/gm)].map(([, name, version]) => [name!, version!]),
);

test.each(readdirSync(folder))(
  '%s says which script made it, with which versions, and how near it must be met',
  (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const { made, about } = JSON.parse(text) as { readonly [key in 'made' | 'about']?: Record<string, unknown> };
    const said = made ?? about ?? {};
    expect(existsSync(new URL(String(said.by ?? said.script), repository))).toBe(true);
    const named = [...versions].filter(([name]) => said[name] !== undefined);
    expect(named.length).toBeGreaterThanOrEqual(2);
    for (const [name, version] of named) expect(String(said[name]).split('+')[0], name).toBe(version);
    expect(text).toMatch(/olerance": [\d.e-]+/);
  },
);
