import { rememberTf, type Tf } from '../tfjs-instance.ts';
import type { Platform } from './platform.ts';

/** The public API in a page, or a worker of one. */
export const browserPlatform: Platform = {
  env: {},
  async prepareTf() {
    const { tf } = globalThis as { readonly tf?: Tf };
    // a script-tag page has it under this name; a bundle has the module
    if (typeof tf?.LayersModel === 'function') return rememberTf(tf);
    try {
      rememberTf(await import('@tensorflow/tfjs'));
    } catch {
      // tfOf says what to do
    }
  },
  async parts(options, tf) {
    const { browserParts } = await import('./browser-parts.ts');
    return browserParts(options, tf);
  },
};
