// What Node and pages export alike, beside `unrolled` and `init`.
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
