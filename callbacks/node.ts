/**
 * Unrolled in a training script under Node: `unrolled(model, options)` for `fit` and `fitDataset`, `init(options)` for
 * loops of your own. Straight into SQLite, no dashboard needed; or through a server, from anywhere.
 */
import { type Api, apiOn } from './entry.ts';
import { nodePlatform } from './platform/node.ts';

export { UnrolledError } from '../lib/base/errors.ts';
export { type Clipping, type ClippingOptions, clipGradients } from './clipping.ts';
export type { MonitorOptions } from './entry.ts';
export { attention, type LayerPlace, registerLayers } from './layers/attention.ts';
export type { AttentionOptions } from './layers/attention-config.ts';
export type { AttentionLayer } from './layers/attention-layer.ts';
export type { AttentionScore } from './layers/attention-scores.ts';
export type { Monitor, MonitorCost } from './monitor.ts';
export type { BudgetOptions, ProbeOptions, RunOptions, ServerOptions } from './options.ts';
export type { LogPlace, Run, WatchOptions } from './run.ts';
export { type ExplainOptions, saliency } from './saliency/explain.ts';
export type { SaliencyMap } from './saliency/map.ts';
export type { SaliencyBaseline, SaliencyMethod, SaliencyOptions, SaliencyTarget } from './saliency/request.ts';
export type { SaliencyRecordOptions } from './saliency/settings.ts';

const api = apiOn(nodePlatform);

/** See {@link Api.unrolled}. */
export const unrolled: Api['unrolled'] = api.unrolled;

/** See {@link Api.init}. */
export const init: Api['init'] = api.init;
