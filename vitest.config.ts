import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['unrolled-source', 'import', 'module', 'default'] },
  // no 'import' here: these reach Node's own require() too, and a CommonJS package would be handed its ESM half
  ssr: { resolve: { conditions: ['unrolled-source', 'module', 'node'] } },
  test: {
    include: ['{lib,callbacks,views,app,scripts,examples,bench}/**/*.test.{ts,tsx,mjs}'],
    // tfjs-node is a native addon that must not be loaded twice in one process
    pool: 'forks',
    testTimeout: 60_000,
    // loading the native backend takes seconds where other processes are at work
    hookTimeout: 60_000,
  },
});
