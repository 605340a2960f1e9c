/**
 * Unrolled in a training script under Node: `unrolled(model, options)` for `fit` and `fitDataset`, `init(options)` for
 * loops of your own. Straight into SQLite, no dashboard needed; or through a server, from anywhere.
 */
import { type Api, apiOn } from './entry.ts';
import { nodePlatform } from './platform/node.ts';

export * from './shared.ts';

const api = apiOn(nodePlatform);

/** See {@link Api.unrolled}. */
export const unrolled: Api['unrolled'] = api.unrolled;

/** See {@link Api.init}. */
export const init: Api['init'] = api.init;
