import type { LayersModel } from '@tensorflow/tfjs';
import type { UnrolledError } from '../../lib/base/errors.ts';
import { type ModelLayers, type NotCaptured, readModelLayers } from '../../lib/model/model-layers.ts';
import type { SaliencyMap } from '../../lib/model/saliency/map.ts';
import type { SaliencyOptions } from '../../lib/model/saliency/request.ts';
import { saliencyMap } from '../../lib/model/saliency/saliency-map.ts';
import {
  type Gradients,
  type ModelParts,
  type Optimizer,
  type Tensor,
  type Tf,
  trainedModel,
} from '../../lib/model/tfjs-internals.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import { AttentionTap } from './attention.ts';
import { type AttendingLayer, attendingLayers } from './attention-layers.ts';
import type { Capture, ItemisedFlow, ProbeCapture, StepCapture, WeightValues } from './capture.ts';
import { hookCells } from './cell-hooks.ts';
import { clippingOf, unclipped } from './clipping-notes.ts';
import { type FlowScale, readFlows } from './flows.ts';
import { gatesOf } from './gate-blocks.ts';
import { gramOfPair, type HeldGradient, type PairReading, readPair } from './gradient-pair.ts';
import { GradientPasses } from './gradient-pass.ts';
import { namedGradients } from './gradients.ts';
import { Guard } from './guard.ts';
import { itemisedFlows } from './itemised.ts';
import { LossScale } from './loss-scale.ts';
import { hookOptimizer } from './optimizer-hook.ts';
import { measureProbe, type ProbeRequest } from './probe.ts';
import type { Recording } from './recording.ts';
import { Stopwatch } from './stopwatch.ts';
import { type WeightName, WeightsOfStep } from './weight-step.ts';

/** Options of {@link createCapture}. */
export interface CaptureOptions {
  /** Told once for each area of capturing that had to be given up. */
  readonly onError: (error: UnrolledError) => void;
  /** The optimizer of a custom loop; without it the one the model was compiled with is watched. */
  readonly optimizer?: object;
  /** Paths or names of layers whose output is attention, beside our own layers. */
  readonly attention?: readonly string[];
}

/**
 * Hooks on one model: see {@link Capture}. `tf` must be the namespace the model was made with. Nothing is hooked before
 * `install()`. To have the loss scale known where sample weights are used, install before `fit` is called. Throws an
 * UnrolledError (`bad-option`) for an attention layer that the model does not have.
 */
export function createCapture(tf: Tf, model: LayersModel, options: CaptureOptions): Capture {
  return new ModelCapture(tf, model as unknown as ModelParts, options);
}

/** What one optimizer step left, held as tensors until it is read. */
interface HeldStep {
  readonly weights: WeightsOfStep | null;
  readonly recording: Recording | null;
  readonly scale: FlowScale;
  /** Inner products with the gradients of the step before, [2, 2]; owned. */
  readonly pair: Tensor | null;
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
  private wanted = { weights: false, flow: false, cosine: false };
  private unhooks: (() => void)[] = [];
  private hookedOptimizer: Optimizer | null = null;
  private unhookOptimizer: () => void = () => {};
  private probing: Recording | null = null;
  /** A pass of ours runs that nothing is recorded of. */
  private quiet = false;
  private readonly attentionGuard: Guard;
  private readonly attentionNames: readonly string[];
  private attending: readonly AttendingLayer[];
  private readonly onError: (error: UnrolledError) => void;
  private held: HeldStep | null = null;
  private lastGradients: HeldGradient[] = [];
  /** Updates since those were taken. */
  private updatesSince = 0;
  private gates: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(tf: Tf, model: ModelParts, { onError, optimizer, attention = [] }: CaptureOptions) {
    this.tf = tf;
    this.model = model;
    this.givenOptimizer = (optimizer as Optimizer | undefined) ?? null;
    this.flowGuard = new Guard('the gradient flow', this.stopwatch, onError);
    this.weightGuard = new Guard('the gradient of the weights', this.stopwatch, onError);
    this.gateGuard = new Guard('the activation of gates', this.stopwatch, onError);
    this.attentionGuard = new Guard('attention', this.stopwatch, onError);
    this.onError = onError;
    this.attentionNames = attention;
    this.attending = attendingLayers(model, attention);
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
      this.attending = this.attentionGuard.attempt(
        () => attendingLayers(this.model, this.attentionNames),
        this.attending,
      );
      this.flowGuard.attempt(() => this.unhooks.push(this.hookCells(), this.scale.hook()), 0);
    }
    this.followOptimizer();
  }

  sample(what: { readonly weights: boolean; readonly flow: boolean; readonly cosine?: boolean }): void {
    this.wanted = { weights: what.weights, flow: what.flow, cosine: what.cosine ?? false };
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
    const pair = this.weightGuard.attempt<PairReading | null>(() => held.pair && readPair(held.pair), null);
    drop(held);
    return {
      globalGradientNorm: weights?.globalGradientNorm ?? pair?.norm ?? Number.NaN,
      weights: weights?.weights ?? [],
      flows,
      ...(pair && !Number.isNaN(pair.cosine) ? { cosine: pair.cosine } : {}),
      ...this.weightGuard.attempt(
        () => this.clippedOf(weights?.globalGradientNorm ?? Number.NaN, weights !== null),
        {},
      ),
    };
  }

  measureProbe(x: unknown, y: unknown): ProbeCapture {
    const { tf, model, flowGuard: guard, gateGuard } = this;
    const record: ProbeRequest['record'] = (recording, pass) => this.recordProbe(recording, pass);
    const request = { tf, model, guard, gateGuard, cells: this.parts.cells, x, y, record };
    const { attending: layers, attentionGuard, onError } = this;
    const tap = new AttentionTap({ tf, model, layers, guard: attentionGuard, onError });
    const unhook = tap.hook();
    try {
      const measured = this.stopwatch.time(() => measureProbe(request));
      return layers.length === 0 ? measured : { ...measured, attention: tap.attention };
    } finally {
      unhook();
    }
  }

  itemised(x: unknown, y: unknown, anchors: readonly number[]): readonly ItemisedFlow[] {
    const { tf, model, flowGuard: guard } = this;
    const record: ProbeRequest['record'] = (recording, pass) => this.recordProbe(recording, pass);
    const request = { tf, model, guard, cells: this.parts.cells, x, y, record };
    return this.stopwatch.time(() => itemisedFlows(request, anchors));
  }

  saliency(
    x: unknown,
    y: unknown,
    { sequences, ...options }: SaliencyOptions & { readonly sequences?: readonly number[] },
  ): SaliencyMap {
    const { tf, model } = this;
    const subject = { tf, model, cells: this.parts.cells, x, y, ...(sequences ? { sequences } : {}) };
    this.quiet = true;
    try {
      return this.stopwatch.time(() => saliencyMap(subject, options));
    } finally {
      this.quiet = false;
    }
  }

  weights(): readonly WeightValues[] {
    return this.weightGuard.attempt(() => {
      return trainedModel(this.model).weights.map(({ val }) => {
        const { layer, weight } = this.nameOf(val.name);
        return { layer, weight, shape: val.shape, values: floats(val) };
      });
    }, []);
  }

  gradients(): readonly WeightValues[] {
    return this.weightGuard.attempt(
      () =>
        this.lastGradients.map(({ name, tensor }) => {
          const { layer, weight } = this.nameOf(name);
          return { layer, weight, shape: tensor.shape, values: floats(tensor) };
        }),
      [],
    );
  }

  uninstall(): void {
    for (const unhook of this.unhooks.splice(0)) unhook();
    this.unhookOptimizer();
    this.unhookOptimizer = () => {};
    this.hookedOptimizer = null;
    this.wanted = { weights: false, flow: false, cosine: false };
    this.passes.drop();
    drop(this.held);
    this.held = null;
    this.forgetGradients();
  }

  /** Keeps the gradients of a sampled step until the next one's come. */
  private keepGradients(gradients: Gradients): void {
    this.forgetGradients();
    this.updatesSince = 0;
    this.lastGradients = namedGradients(gradients).flatMap(([name, tensor]) =>
      tensor ? [{ name, tensor: this.tf.keep(tensor.clone()) }] : [],
    );
  }

  private forgetGradients(): void {
    for (const { tensor } of this.lastGradients.splice(0)) tensor.dispose();
  }

  private readParts(): void {
    this.parts = this.flowGuard.attempt(() => readModelLayers(this.model), this.parts);
    this.gates = new Map(this.parts.cells.map(({ path, cell }) => [path, gatesOf(cell)]));
  }

  private hookCells(): () => void {
    return hookCells(this.parts.cells, this.flowGuard, () => {
      if (this.probing !== null) return this.probing;
      if (this.quiet) return null;
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

  private beginStep(given: Gradients): HeldStep | null {
    const gradients = unclipped(given);
    this.updatesSince++;
    const recording = this.passes.claim();
    drop(this.held);
    this.held = null;
    const { wanted } = this;
    if (!wanted.weights && !wanted.flow && !wanted.cosine) {
      recording?.dispose();
      return null;
    }
    const isNext = wanted.cosine && this.updatesSince === 1;
    const pair = isNext ? gramOfPair(this.tf, this.lastGradients, gradients) : null;
    if (wanted.weights) this.keepGradients(gradients);
    const weights = wanted.weights ? new WeightsOfStep(this.tf, gradients) : null;
    // what comes out of a hook inside a tidy of fit must outlive it
    return { weights, recording, scale: this.scale.current, pair: pair && this.tf.keep(pair) };
  }

  /** Whether the helper for clipping changed the sampled step's gradients; nothing where it does not clip. */
  private clippedOf(norm: number, isSampled: boolean): { readonly clipped?: boolean } {
    const limits = this.hookedOptimizer === null ? [] : clippingOf(this.hookedOptimizer);
    if (limits.length === 0 || !isSampled) return {};
    const largest = limits.some(({ value }) => value !== null) ? this.largestGradient() : 0;
    return {
      clipped: limits.some(({ norm: most, value }) => norm > (most ?? Infinity) || largest > (value ?? Infinity)),
    };
  }

  /** Largest magnitude in the gradients of the last sampled step. */
  private largestGradient(): number {
    const { tf } = this;
    const largest = tf.tidy(() => tf.stack(this.lastGradients.map(({ tensor }) => tf.max(tf.abs(tensor)))));
    const value = Math.max(...largest.dataSync());
    largest.dispose();
    return value;
  }

  /** Paths of a variable; one that belongs to no layer of the model (a custom loop's) keeps its own name. */
  private nameOf(variable: string): WeightName {
    const slash = variable.lastIndexOf('/');
    const paths = this.parts.weights.get(variable);
    if (paths === undefined) return { layer: slash < 0 ? '' : variable.slice(0, slash), weight: variable };
    const gates = this.gates.get(paths.layer);
    return gates === undefined || gates.length === 0 ? paths : { ...paths, gates };
  }
}

function floats(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}

function drop(step: HeldStep | null): void {
  step?.weights?.dispose();
  step?.recording?.dispose();
  step?.pair?.dispose();
}
