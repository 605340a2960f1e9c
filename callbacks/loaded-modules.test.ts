import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../lib/recorder/testing/read-store.ts';

const DASHBOARD = /node_modules\/(react|react-dom|next|echarts|fastify|@fastify|socket\.io|engine\.io|zod|zustand)\//;

/** Modules that a script loads, by url, on its own thread. */
function modulesOf(script: string, env: { readonly [name: string]: string } = {}): readonly string[] {
  const listing = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    process.on('exit', () => console.log('MODULES' + JSON.stringify(seen)));
    const { init, unrolled } = await import(${JSON.stringify(new URL('./node.ts', import.meta.url).href)});
    ${script}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', listing], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, UNROLLED_DIR: temporaryFolder(), ...env },
    encoding: 'utf8',
  });
  const line = stdout.split('\n').find((text) => text.startsWith('MODULES'));
  if (line === undefined) throw new Error(stderr);
  return JSON.parse(line.slice('MODULES'.length)) as readonly string[];
}

test('a training that is watched loads nothing of the dashboard, and no database on its own thread', () => {
  const modules = modulesOf(`
    import { createRequire } from 'node:module';
    const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
    const model = tf.sequential({ layers: [tf.layers.simpleRNN({ units: 2, inputShape: [3, 1] })] });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const callbacks = await unrolled(model);
    await model.fit(tf.ones([4, 3, 1]), tf.ones([4, 2]), { epochs: 1, verbose: 0, callbacks });
    await callbacks.run.finish();`);
  expect(modules.some((url) => url.endsWith('callbacks/monitor.ts'))).toBe(true);
  expect(modules.filter((url) => DASHBOARD.test(url))).toEqual([]);
  expect(modules.filter((url) => url.includes('better-sqlite3'))).toEqual([]);
});

test('switched off, the recorder is not even loaded', () => {
  const modules = modulesOf(`const run = await init(); run.log({ loss: 1 }); await run.finish();`, {
    UNROLLED_MODE: 'disabled',
  });
  // clipping gradients, the attention layer and checking options work without a run, and come with the entry
  const own = /(capture\/(clipping-notes|gradients)|model\/(method-hook|attention\/[a-z-]+|saliency\/request))\.ts$/;
  const others = modules.filter((url) => !own.test(url));
  expect(others.filter((url) => /lib\/(recorder|store|analysis|model)\/|@tensorflow|capture\//.test(url))).toEqual([]);
});
