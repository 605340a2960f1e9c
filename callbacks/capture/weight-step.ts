import { engineState, type Gradients, type Tensor, type Tf } from '../../lib/model/tfjs-internals.ts';
import type { GateStep, WeightStep } from './capture.ts';
import { blockShape } from './gate-blocks.ts';
import { namedGradients } from './gradients.ts';
import { blockNorms } from './norms.ts';

/** Below this ‖W‖ the update ratio says nothing. */
const SMALLEST_WEIGHT_NORM = 1e-8;

/** Paths of a variable, and the gates whose column blocks make it up. */
export interface WeightName {
  readonly layer: string;
  readonly weight: string;
  readonly gates?: readonly string[];
}

interface WeightTensors {
  readonly name: string;
  readonly gradient: Tensor;
  readonly before: Tensor;
  after: Tensor | null;
}

/** What one optimizer step does to the weights: handles to gradients and weights, kept until they are read or dropped. */
export class WeightsOfStep {
  private readonly tf: Tf;
  private readonly weights: WeightTensors[];

  /** Takes hold of the gradients and the weights before the update. Copies handles, not data. */
  constructor(tf: Tf, gradients: Gradients) {
    this.tf = tf;
    const variables = engineState(tf).registeredVariables;
    this.weights = namedGradients(gradients).flatMap(([name, tensor]) => {
      const variable = variables[name];
      return variable === undefined || !tensor
        ? []
        : [{ name, gradient: hold(tf, tensor), before: hold(tf, variable), after: null }];
    });
  }

  /** Takes hold of the weights after the update. */
  updated(): void {
    const variables = engineState(this.tf).registeredVariables;
    for (const weight of this.weights) {
      const variable = variables[weight.name];
      if (variable !== undefined) weight.after = hold(this.tf, variable);
    }
  }

  /**
   * Norms of all weights and of their gate blocks, reduced by the backend and read back once. `nameOf` gives a variable
   * its paths, and its gates where its columns are theirs.
   */
  read(nameOf: (variable: string) => WeightName): {
    readonly globalGradientNorm: number;
    readonly weights: WeightStep[];
  } {
    const names = this.weights.map(({ name }) => nameOf(name));
    const norms = this.#norms(names.map(({ gates }) => gates?.length ?? 0));
    const weights = this.weights.map(({ after }, i) => {
      const [gradient, before, change] = norms.slice(3 * i, 3 * i + 3) as [number[], number[], number[]];
      const { gates, ...paths } = names[i]!;
      const whole = quantities(Math.hypot(...gradient), Math.hypot(...before), Math.hypot(...change), after !== null);
      if (gates === undefined || gradient.length !== gates.length) return { ...paths, ...whole };
      const parts = gates.map((gate, block): GateStep => {
        return { gate, ...quantities(gradient[block]!, before[block]!, change[block]!, after !== null) };
      });
      return { ...paths, ...whole, gates: parts };
    });
    return { globalGradientNorm: Math.hypot(...weights.map(({ gradientNorm }) => gradientNorm)), weights };
  }

  /** Norms of gradient, weight and update of each weight, one after the other, in as many blocks as it has gates. */
  #norms(gates: readonly number[]): number[][] {
    const changes: Tensor[] = [];
    try {
      const blocked = this.weights.flatMap(({ gradient, before, after }, i) => {
        const shape = blockShape(before.shape, gates[i]!);
        const change = after === null ? null : this.tf.sub(after, before);
        if (change !== null) changes.push(change);
        return [gradient, before, change ?? before].map((tensor) => ({ tensor, shape }));
      });
      return blockNorms(this.tf, blocked);
    } finally {
      this.tf.dispose(changes);
    }
  }

  dispose(): void {
    for (const { gradient, before, after } of this.weights.splice(0)) {
      gradient.dispose();
      before.dispose();
      after?.dispose();
    }
  }
}

function quantities(gradientNorm: number, weightNorm: number, change: number, isUpdated: boolean) {
  const measurable = isUpdated && !(weightNorm < SMALLEST_WEIGHT_NORM);
  return { gradientNorm, weightNorm, updateRatio: measurable ? change / weightNorm : Number.NaN };
}

function hold(tf: Tf, tensor: Tensor): Tensor {
  return tf.keep(tensor.clone());
}
