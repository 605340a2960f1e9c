/**
 * Unrolled in a page that trains, the same API as under Node: records go to Unrolled's server, named by
 * `{ server: { url, token } }`. Bundlers find this file by the condition `browser`.
 */
import { type Api, apiOn } from './entry.ts';
import { browserPlatform } from './platform/browser.ts';

export * from './shared.ts';

const api = apiOn(browserPlatform);

/** See {@link Api.unrolled}. */
export const unrolled: Api['unrolled'] = api.unrolled;

/** See {@link Api.init}. */
export const init: Api['init'] = api.init;
