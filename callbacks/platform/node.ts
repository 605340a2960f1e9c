import type { Platform } from './platform.ts';

/** The public API in a Node process. */
export const nodePlatform: Platform = {
  env: process.env,
  prepareTf: () => Promise.resolve(),
  async parts(options, tf) {
    const { nodeParts } = await import('./node-parts.ts');
    return nodeParts(options, tf);
  },
};
