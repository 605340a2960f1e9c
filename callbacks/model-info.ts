import type { LayersModel } from '@tensorflow/tfjs';
import type { LayerInfo, ModelInfo } from '../lib/protocol/run.ts';

/** What a run says of its model. Never throws: what a model does not tell is null. */
export function describeModel(model: LayersModel, layers: readonly LayerInfo[]): ModelInfo {
  const trained = trainedModel(model);
  return {
    name: model.name,
    parameters: attempt(() => model.countParams()) ?? 0,
    loss: lossName(trained.loss),
    optimizer: attempt(() => trained.optimizer?.getClassName()) ?? null,
    layers,
  };
}

/** Name of the loss where there is one loss with a name, else null. */
export function lossName(loss: unknown): string | null {
  if (typeof loss === 'string') return loss;
  if (typeof loss === 'function') return loss.name || null;
  if (typeof loss !== 'object' || loss === null) return null;
  const all = Object.values(loss);
  return all.length === 1 ? lossName(all[0]) : null;
}

/** The model that `fit` trains: a Sequential hands everything on to a model inside it. */
export function trainedModel(model: LayersModel): LayersModel {
  return (model as { readonly model?: LayersModel | null }).model ?? model;
}

/** What tells whether weights were written since: every write gives a weight another handle of its data. */
export function weightHandles(model: LayersModel): readonly object[] {
  const weights = trainedModel(model).weights as unknown as readonly { readonly val: { readonly dataId: object } }[];
  return weights.map(({ val }) => val.dataId);
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
