import type { LayersModel } from '@tensorflow/tfjs';
import type { UnrolledError } from '../../lib/base/errors.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { Capture, NotCaptured, ProbeCapture, StepCapture } from './capture.ts';
import { hookCells } from './cell-hooks.ts';
import { type FlowScale, readFlows } from './flows.ts';
import { Guard } from './guard.ts';
import { hookMethod } from './method-hook.ts';
import { type ModelLayers, readModelLayers } from './model-layers.ts';
import { hookOptimizer } from './optimizer-hook.ts';
import { measureProbe } from './probe.ts';
import { Recording } from './recording.ts';
import { Stopwatch } from './stopwatch.ts';
import { engineState, type ModelParts, type Optimizer, type Tensor, type Tf, trainedModel } from './tfjs-internals.ts';
import { WeightsOfStep } from './weight-step.ts';

export interface CaptureOptions {
  /** Told once for each area of capturing that had to be given up. */
  readonly onError: (error: UnrolledError) => void;
  /** The optimizer of a custom loop; without it the one the model was compiled with is watched. */
  readonly optimizer?: object;
}

/**
 * Hooks on one model: see {@link Capture}. `tf` must be the namespace the model was made with. Nothing is hooked before
 * `install()`. To have the loss scale known where sample weights are used, install before `fit` is called.
 */
export function createCapture(tf: Tf, model: LayersModel, options: CaptureOptions): Capture {
  return new ModelCapture(tf, model as unknown as ModelParts, options);
}

/** What one optimizer step left, held as tensors until it is read. */
interface HeldStep {
  readonly weights: WeightsOfStep | null;
  readonly recording: Recording | null;
  readonly scale: FlowScale;
}

class ModelCapture implements Capture {
  private readonly tf: Tf;
  private readonly model: ModelParts;
  private readonly givenOptimizer: Optimizer | null;
  private readonly stopwatch = new Stopwatch();
  private readonly flowGuard: Guard;
  private readonly weightGuard: Guard;
  private parts: ModelLayers;
  private wanted = { weights: false, flow: false };
  private unhooks: (() => void)[] = [];
  private hookedOptimizer: Optimizer | null = null;
  private unhookOptimizer: () => void = () => {};
  private probing: Recording | null = null;
  /** The gradient pass that runs or ran last, and the tape it belongs to. */
  private pass: { recording: Recording; tape: object | null } | null = null;
  private held: HeldStep | null = null;
  /** Whether the running step of `fit` is weighted by sample or class; null outside of steps that were hooked. */
  private weighted: boolean | null = null;

  constructor(tf: Tf, model: ModelParts, { onError, optimizer }: CaptureOptions) {
    this.tf = tf;
    this.model = model;
    this.givenOptimizer = (optimizer as Optimizer | undefined) ?? null;
    this.flowGuard = new Guard('the gradient flow', this.stopwatch, onError);
    this.weightGuard = new Guard('the gradient of the weights', this.stopwatch, onError);
    const nothing: ModelLayers = { layers: [], cells: [], notCaptured: [], weights: new Map() };
    this.parts = this.flowGuard.attempt(() => readModelLayers(model), nothing);
  }

  get layers(): readonly LayerInfo[] {
    return this.parts.layers;
  }

  get notCaptured(): readonly NotCaptured[] {
    return this.parts.notCaptured;
  }

  get spentMs(): number {
    return this.stopwatch.spentMs;
  }

  install(): void {
    this.flowGuard.attempt(() => {
      if (this.unhooks.length > 0) return;
      // layers may have been added since
      this.parts = readModelLayers(this.model);
      this.unhooks.push(
        hookCells(this.parts.cells, this.flowGuard, () => this.recordingNow()),
        hookMethod<'makeTrainFunction', ModelParts['makeTrainFunction']>(
          trainedModel(this.model),
          'makeTrainFunction',
          (original) => () => this.noteWeighting(original.call(trainedModel(this.model))),
        ),
      );
    }, undefined);
    this.followOptimizer();
  }

  sample(what: { readonly weights: boolean; readonly flow: boolean }): void {
    this.wanted = { weights: what.weights, flow: what.flow };
    this.followOptimizer();
  }

  take(): StepCapture | null {
    const { held } = this;
    this.held = null;
    if (held === null) return null;
    const weights = this.weightGuard.attempt(() => held.weights?.read((name) => this.nameOf(name)) ?? null, null);
    const flows = this.flowGuard.attempt(
      () => (held.recording === null ? [] : readFlows(this.tf, held.recording, this.parts.cells, held.scale)),
      [],
    );
    this.drop(held);
    return {
      globalGradientNorm: weights?.globalGradientNorm ?? Number.NaN,
      weights: weights?.weights ?? [],
      flows,
    };
  }

  measureProbe(x: unknown, y: unknown): ProbeCapture {
    return this.stopwatch.time(() =>
      measureProbe({
        tf: this.tf,
        model: this.model,
        cells: this.parts.cells,
        guard: this.flowGuard,
        x,
        y,
        record: (recording, pass) => this.probe(recording, pass),
      }),
    );
  }

  uninstall(): void {
    for (const unhook of this.unhooks.splice(0)) unhook();
    this.unhookOptimizer();
    this.unhookOptimizer = () => {};
    this.hookedOptimizer = null;
    this.wanted = { weights: false, flow: false };
    this.dropPass();
    if (this.held !== null) this.drop(this.held);
    this.held = null;
  }

  /** Runs a pass of the model on the probe, recorded apart from training. */
  private probe<T>(recording: Recording, pass: () => T): T {
    const installed = this.unhooks.length > 0;
    const unhook = installed ? () => {} : hookCells(this.parts.cells, this.flowGuard, () => this.recordingNow());
    this.probing = recording;
    try {
      return pass();
    } finally {
      this.probing = null;
      unhook();
    }
  }

  /** What records the pass that is running: gradient passes while the flow is sampled, and the probe. */
  private recordingNow(): Recording | null {
    if (this.probing !== null) return this.probing;
    if (!this.wanted.flow || this.hookedOptimizer === null) return null;
    const { gradientDepth, kernelDepth, activeTape } = engineState(this.tf);
    // depth 2 is a gradient inside a gradient (a penalty in a custom loss): its passes are not the training step's
    if (gradientDepth !== 1 || kernelDepth !== 0) return null;
    if (this.pass === null || this.pass.tape !== activeTape) {
      this.dropPass();
      this.pass = { recording: new Recording(this.tf, this.flowGuard, { states: false }), tape: activeTape };
    }
    return this.pass.recording;
  }

  private followOptimizer(): void {
    this.weightGuard.attempt(() => {
      const optimizer = this.givenOptimizer ?? trainedModel(this.model).optimizer_ ?? null;
      if (optimizer === this.hookedOptimizer || this.unhooks.length === 0) return;
      this.unhookOptimizer();
      this.hookedOptimizer = optimizer;
      this.unhookOptimizer =
        optimizer === null
          ? () => {}
          : hookOptimizer<HeldStep>(optimizer, this.weightGuard, {
              before: (gradients) => this.beginStep(gradients),
              after: (step) => this.endStep(step),
              failed: (step) => this.drop(step),
            });
    }, undefined);
  }

  private beginStep(gradients: Parameters<Optimizer['applyGradients']>[0]): HeldStep | null {
    const recording = this.pass?.recording ?? null;
    this.pass = null;
    if (this.held !== null) this.drop(this.held);
    this.held = null;
    if (!this.wanted.weights && !this.wanted.flow) {
      recording?.dispose();
      return null;
    }
    const weights = this.wanted.weights ? new WeightsOfStep(this.tf, gradients) : null;
    return { weights, recording, scale: this.scale() };
  }

  private endStep(step: HeldStep): void {
    step.weights?.updated();
    this.held = step;
  }

  /**
   * `fit` minimises the mean over the batch, unless samples are weighted; what a custom loop minimises is its own
   * affair. Where the hook came after `fit` had begun, weights cannot be seen and are taken to be absent.
   */
  private scale(): FlowScale {
    const isMean = this.weighted === null ? trainedModel(this.model).isTraining === true : !this.weighted;
    return isMean ? 'batch-mean x B' : 'raw';
  }

  /** Notes for each step of `fit` whether the loss is weighted by sample or class: then a mean over B it is not. */
  private noteWeighting(train: (data: Tensor[]) => Tensor[]): (data: Tensor[]) => Tensor[] {
    const plain = this.model.inputs.length + this.model.outputs.length;
    return (data) => {
      this.weighted = data.slice(plain).some((weights) => weights !== null && weights !== undefined);
      try {
        return train(data);
      } finally {
        this.weighted = null;
      }
    };
  }

  private nameOf(variable: string): { layer: string; weight: string } {
    const slash = variable.lastIndexOf('/');
    return this.parts.weights.get(variable) ?? { layer: slash < 0 ? '' : variable.slice(0, slash), weight: variable };
  }

  private dropPass(): void {
    this.pass?.recording.dispose();
    this.pass = null;
  }

  private drop(step: HeldStep): void {
    step.weights?.dispose();
    step.recording?.dispose();
  }
}
