import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

test('every style sheet is named in styles.ts, where the dashboard and the page that holds its run both find it', () => {
  const named = [...readFileSync(`${root}app/styles.ts`, 'utf8').matchAll(/'(\S+\.css)'/g)].map(([, path]) =>
    fileURLToPath(new URL(path!, import.meta.url)).slice(root.length),
  );
  const others = globSync('{app,views}/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => path !== 'app/styles.ts' && /^import '.*\.css'/m.test(readFileSync(`${root}${path}`, 'utf8')),
  );
  expect(others).toEqual([]);
  expect(named.sort()).toEqual(globSync('{app,views}/**/*.css', { cwd: root }).sort());
});
