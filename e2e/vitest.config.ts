import { defineConfig } from 'vitest/config';

// One file after the other: each drives a training, a server and a browser, and two cores are all there may be.
export default defineConfig({
  resolve: { conditions: ['unrolled-source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['unrolled-source', 'import', 'module', 'node', 'default'] } },
  test: {
    include: ['e2e/**/*.e2e.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
