import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

/** What a bundler makes of the browser entry, tfjs left out. */
async function bundle(): Promise<readonly Rolldown.OutputChunk[]> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    resolve: { conditions: ['unrolled-source', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL('./browser.ts', import.meta.url)), formats: ['es'] },
      rolldownOptions: { external: [/^@tensorflow\//] },
    },
  })) as unknown as readonly [Rolldown.RolldownOutput];
  return output[0].output.filter((file) => file.type === 'chunk');
}

test('a page loads nothing of Node, no database and nothing of the dashboard', async () => {
  const chunks = await bundle();
  const own = new Set(chunks.map(({ fileName }) => fileName));
  const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  expect(imports.filter((name) => !own.has(name) && !name.startsWith('@tensorflow/'))).toEqual([]);
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
  expect(
    modules.filter((id) => /vite-browser-external|lib\/(store|server|client)\/|better-sqlite3|\/zod\//.test(id)),
  ).toEqual([]);
  expect(modules.some((id) => id.endsWith('lib/recorder/sender.ts'))).toBe(true);
  const kilobytes = chunks.reduce((sum, { code }) => sum + code.length, 0) / 1e3;
  expect(kilobytes).toBeLessThan(500);
});

test('the two entries export the same', async () => {
  const [node, browser] = await Promise.all([import('./node.ts'), import('./browser.ts')]);
  expect(Object.keys(browser).sort()).toEqual(Object.keys(node).sort());
});

test('a page that names no server is told to', async () => {
  const { init } = await import('./browser.ts');
  await expect(init()).rejects.toMatchObject({ code: 'bad-option', message: expect.stringContaining('server') });
});
