import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['unrolled-source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['unrolled-source', 'import', 'module', 'node', 'default'] } },
  test: {
    include: ['{lib,callbacks,views,app,scripts,examples,bench}/**/*.test.{ts,tsx,mjs}'],
    // tfjs-node is a native addon that must not be loaded twice in one process
    pool: 'forks',
    testTimeout: 60_000,
  },
});
