// What Node and pages export alike, beside `unrolled` and `init`.
export { UnrolledError } from '../lib/base/errors.ts';
export type { AttentionOptions } from '../lib/model/attention/attention-config.ts';
export type { AttentionLayer } from '../lib/model/attention/attention-layer.ts';
export type { AttentionScore } from '../lib/model/attention/attention-scores.ts';
export type { SaliencyMap } from '../lib/model/saliency/map.ts';
export type {
  SaliencyBaseline,
  SaliencyMethod,
  SaliencyOptions,
  SaliencyTarget,
} from '../lib/model/saliency/request.ts';
export { type Clipping, type ClippingOptions, clipGradients } from './clipping.ts';
export type { MonitorOptions } from './entry.ts';
export { attention, type LayerPlace, registerLayers } from './layers/attention.ts';
export type { Monitor, MonitorCost } from './monitor.ts';
export type { BudgetOptions, Decoded, ProbeOptions, RunOptions, ServerOptions } from './options.ts';
export type { LogPlace, Run, WatchOptions } from './run.ts';
export { type ExplainOptions, saliency } from './saliency/explain.ts';
export type { SaliencyRecordOptions } from './saliency/settings.ts';
