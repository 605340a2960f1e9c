import { hookMethod } from '../../lib/model/method-hook.ts';
import { type ModelParts, type Tensor, trainedModel } from '../../lib/model/tfjs-internals.ts';
import type { FlowScale } from './flows.ts';

type MakeTrainFunction = ModelParts['makeTrainFunction'];

/** Knows of the running optimizer step whether its loss is the plain mean over the batch. */
export class LossScale {
  private readonly model: ModelParts;
  /** Whether the running step of `fit` is weighted by sample or class; null outside of steps that were hooked. */
  private weighted: boolean | null = null;

  constructor(model: ModelParts) {
    this.model = model;
  }

  /**
   * `fit` minimises the mean over the batch, unless samples are weighted; what a custom loop minimises is its own
   * affair. Where the hook came after `fit` had begun, weights cannot be seen and are taken to be absent.
   */
  get current(): FlowScale {
    const isMean = this.weighted === null ? trainedModel(this.model).isTraining === true : !this.weighted;
    return isMean ? 'batch-mean x B' : 'raw';
  }

  /** Watches the steps of `fit` for weights; returns the function that unhooks. */
  hook(): () => void {
    const trained = trainedModel(this.model);
    const plain = trained.inputs.length + trained.outputs.length;
    return hookMethod<'makeTrainFunction', MakeTrainFunction>(trained, 'makeTrainFunction', (original) => () => {
      const train = original.call(trained);
      return (data) => this.noting(isWeighted(data, plain), () => train(data));
    });
  }

  private noting<T>(weighted: boolean, step: () => T): T {
    this.weighted = weighted;
    try {
      return step();
    } finally {
      this.weighted = null;
    }
  }
}

/** Behind inputs and targets stand the weights of samples, if any. */
function isWeighted(data: readonly (Tensor | null | undefined)[], plain: number): boolean {
  return data.slice(plain).some((weights) => weights !== null && weights !== undefined);
}
