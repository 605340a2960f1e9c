import type { LayersModel } from '@tensorflow/tfjs';
import type { UnrolledError } from '../../lib/base/errors.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { Capture, ItemisedFlow, NotCaptured, ProbeCapture, StepCapture, WeightValues } from './capture.ts';
import { hookCells } from './cell-hooks.ts';
import { type FlowScale, readFlows } from './flows.ts';
import { GradientPasses } from './gradient-pass.ts';
import { Guard } from './guard.ts';
import { itemisedFlows } from './itemised.ts';
import { LossScale } from './loss-scale.ts';
import { type ModelLayers, readModelLayers } from './model-layers.ts';
import { hookOptimizer } from './optimizer-hook.ts';
import { measureProbe, type ProbeRequest } from './probe.ts';
import type { Recording } from './recording.ts';
import { Stopwatch } from './stopwatch.ts';
import {
  engineState,
  type Gradients,
  type ModelParts,
  type Optimizer,
  type Tensor,
  type Tf,
  trainedModel,
} from './tfjs-internals.ts';
import { namedGradients, WeightsOfStep } from './weight-step.ts';

/** Options of {@link createCapture}. */
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
  private readonly gateGuard: Guard;
  private readonly scale: LossScale;
  private readonly passes: GradientPasses;
  private parts: ModelLayers = { layers: [], cells: [], notCaptured: [], weights: new Map() };
  private wanted = { weights: false, flow: false };
  private unhooks: (() => void)[] = [];
  private hookedOptimizer: Optimizer | null = null;
  private unhookOptimizer: () => void = () => {};
  private probing: Recording | null = null;
  private held: HeldStep | null = null;
  private lastGradients: { readonly name: string; readonly tensor: Tensor }[] = [];

  constructor(tf: Tf, model: ModelParts, { onError, optimizer }: CaptureOptions) {
    this.tf = tf;
    this.model = model;
    this.givenOptimizer = (optimizer as Optimizer | undefined) ?? null;
    this.flowGuard = new Guard('the gradient flow', this.stopwatch, onError);
    this.weightGuard = new Guard('the gradient of the weights', this.stopwatch, onError);
    this.gateGuard = new Guard('the activation of gates', this.stopwatch, onError);
    this.scale = new LossScale(model);
    this.passes = new GradientPasses(tf, this.flowGuard);
    this.readParts();
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
    if (this.unhooks.length === 0) {
      // layers may have been added since
      this.readParts();
      this.flowGuard.attempt(() => this.unhooks.push(this.hookCells(), this.scale.hook()), 0);
    }
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
    drop(held);
    return {
      globalGradientNorm: weights?.globalGradientNorm ?? Number.NaN,
      weights: weights?.weights ?? [],
      flows,
    };
  }

  measureProbe(x: unknown, y: unknown): ProbeCapture {
    const { tf, model, flowGuard: guard, gateGuard } = this;
    const record: ProbeRequest['record'] = (recording, pass) => this.recordProbe(recording, pass);
    const request = { tf, model, guard, gateGuard, cells: this.parts.cells, x, y, record };
    return this.stopwatch.time(() => measureProbe(request));
  }

  itemised(x: unknown, y: unknown, anchors: readonly number[]): readonly ItemisedFlow[] {
    const { tf, model, flowGuard: guard } = this;
    const record: ProbeRequest['record'] = (recording, pass) => this.recordProbe(recording, pass);
    const request = { tf, model, guard, cells: this.parts.cells, x, y, record };
    return this.stopwatch.time(() => itemisedFlows(request, anchors));
  }

  weights(): readonly WeightValues[] {
    return this.weightGuard.attempt(() => {
      const variables = engineState(this.tf).registeredVariables;
      return [...this.parts.weights].flatMap(([name, paths]) => {
        const variable = variables[name];
        return variable === undefined ? [] : [{ ...paths, shape: variable.shape, values: floats(variable) }];
      });
    }, []);
  }

  gradients(): readonly WeightValues[] {
    return this.weightGuard.attempt(
      () =>
        this.lastGradients.map(({ name, tensor }) => ({
          ...this.nameOf(name),
          shape: tensor.shape,
          values: floats(tensor),
        })),
      [],
    );
  }

  uninstall(): void {
    for (const unhook of this.unhooks.splice(0)) unhook();
    this.unhookOptimizer();
    this.unhookOptimizer = () => {};
    this.hookedOptimizer = null;
    this.wanted = { weights: false, flow: false };
    this.passes.drop();
    drop(this.held);
    this.held = null;
    this.forgetGradients();
  }

  /** Keeps the gradients of a sampled step until the next one's come. */
  private keepGradients(gradients: Gradients): void {
    this.forgetGradients();
    this.lastGradients = namedGradients(gradients).flatMap(([name, tensor]) =>
      tensor ? [{ name, tensor: this.tf.keep(tensor.clone()) }] : [],
    );
  }

  private forgetGradients(): void {
    for (const { tensor } of this.lastGradients.splice(0)) tensor.dispose();
  }

  private readParts(): void {
    this.parts = this.flowGuard.attempt(() => readModelLayers(this.model), this.parts);
  }

  private hookCells(): () => void {
    return hookCells(this.parts.cells, this.flowGuard, () => {
      if (this.probing !== null) return this.probing;
      return this.wanted.flow && this.hookedOptimizer !== null ? this.passes.recording() : null;
    });
  }

  /** Runs a pass of the model on the probe, recorded apart from training. */
  private recordProbe<T>(recording: Recording, pass: () => T): T {
    const unhook = this.unhooks.length > 0 ? () => {} : this.hookCells();
    this.probing = recording;
    try {
      return pass();
    } finally {
      this.probing = null;
      unhook();
    }
  }

  /** Hooks the optimizer there is now: `compile` brings a new one. */
  private followOptimizer(): void {
    this.weightGuard.attempt(() => {
      const optimizer = this.givenOptimizer ?? trainedModel(this.model).optimizer_ ?? null;
      if (optimizer === this.hookedOptimizer || this.unhooks.length === 0) return;
      this.unhookOptimizer();
      this.unhookOptimizer = optimizer === null ? () => {} : this.hookOptimizer(optimizer);
      this.hookedOptimizer = optimizer;
    }, undefined);
  }

  private hookOptimizer(optimizer: Optimizer): () => void {
    return hookOptimizer<HeldStep>(optimizer, this.weightGuard, {
      before: (gradients) => this.beginStep(gradients),
      after: (step) => {
        step.weights?.updated();
        this.held = step;
      },
      failed: drop,
    });
  }

  private beginStep(gradients: Gradients): HeldStep | null {
    const recording = this.passes.claim();
    drop(this.held);
    this.held = null;
    if (!this.wanted.weights && !this.wanted.flow) {
      recording?.dispose();
      return null;
    }
    if (this.wanted.weights) this.keepGradients(gradients);
    const weights = this.wanted.weights ? new WeightsOfStep(this.tf, gradients) : null;
    return { weights, recording, scale: this.scale.current };
  }

  /** Paths of a variable; one that belongs to no layer of the model (a custom loop's) keeps its own name. */
  private nameOf(variable: string): { layer: string; weight: string } {
    const slash = variable.lastIndexOf('/');
    return this.parts.weights.get(variable) ?? { layer: slash < 0 ? '' : variable.slice(0, slash), weight: variable };
  }
}

function floats(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}

function drop(step: HeldStep | null): void {
  step?.weights?.dispose();
  step?.recording?.dispose();
}
