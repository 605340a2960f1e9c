import { VERSION } from '../../lib/base/version.ts';
import type { Json, JsonObject } from '../../lib/protocol/json.ts';
import type { Tf } from '../tfjs-instance.ts';

/** Where a run of a page runs: versions, browser, page. A query string may hold secrets and is left out. */
export function describePage(tf: Tf | null): JsonObject {
  const { userAgent, hardwareConcurrency, language } = globalThis.navigator;
  const known: Record<string, Json> = {
    unrolled: VERSION,
    browser: userAgent,
    cpus: hardwareConcurrency ?? null,
    language,
    page: globalThis.location ? `${location.origin}${location.pathname}` : null,
  };
  if (tf) Object.assign(known, { tfjs: tf.version.tfjs ?? tf.version_core, backend: tf.getBackend() });
  return known;
}
