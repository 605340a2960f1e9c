import type { CapturedCell } from '../../lib/model/model-layers.ts';
import type { Cell, RecurrentLayer, Tensor, Tf } from '../../lib/model/tfjs-internals.ts';
import type { Guard } from './guard.ts';

/** State tensors of one cell over one call of its layer, by the step noted when the cell ran (not true time). */
export interface CellTrace {
  /** ∂L/∂h_t; absent where the backward pass never came by, which means 0. Kept, owned by the recording. */
  readonly dh: Tensor[];
  readonly dc: Tensor[];
  /** h_t and c_t themselves, only when asked for. Kept, owned by the recording. */
  readonly h: Tensor[];
  readonly c: Tensor[];
  /** What the cell was given: x_t and h_{t−1}, only when asked for. Kept, owned by the recording. */
  readonly x: Tensor[];
  readonly before: Tensor[];
  steps: number;
}

/** One call of one recurrent layer inside one pass: T steps of its cells. */
export interface LayerCall {
  readonly layer: RecurrentLayer;
  /** Ids of the tensors it was called on. */
  readonly inputs: string;
  readonly batch: number;
  /** [sequence, time], true time; kept, owned by the recording. */
  readonly mask: Tensor | null;
  readonly cells: ReadonlyMap<Cell, CellTrace>;
}

/** What a recording is to note. */
export interface RecordingOptions {
  readonly states: boolean;
  /** Also what the cells are given, out of which gates are computed afterwards. */
  readonly inputs?: boolean;
  /**
   * A scalar that every state is made to depend on (by nothing), so that all states lie on a path from it to the loss
   * and get their adjoint even where no weight is trained. Absent in training, where the path must stay as it is.
   */
  readonly root?: Tensor;
}

/**
 * What one pass of the model leaves behind. Passing h_t through an identity node whose backward function sees the
 * complete adjoint costs training nothing and changes no value: the node has the same consumers, in the same order, as
 * the state it stands for, so tfjs adds their gradients up in the same order.
 */
export class Recording {
  readonly calls: LayerCall[] = [];
  private readonly tf: Tf;
  private readonly guard: Guard;
  private readonly options: RecordingOptions;
  private readonly kept: Tensor[] = [];
  private disposed = false;

  constructor(tf: Tf, guard: Guard, options: RecordingOptions) {
    this.tf = tf;
    this.guard = guard;
    this.options = options;
  }

  /** Notes that a layer is being called. */
  beginCall(
    layer: RecurrentLayer,
    cells: readonly CapturedCell[],
    inputs: readonly Tensor[],
    mask: Tensor | null,
  ): LayerCall {
    const call: LayerCall = {
      layer,
      inputs: inputs.map(({ id }) => id).join(),
      batch: inputs[0]!.shape[0]!,
      mask: mask === null ? null : this.keep(mask),
      cells: new Map(cells.map(({ cell }) => [cell, { dh: [], dc: [], h: [], c: [], x: [], before: [], steps: 0 }])),
    };
    this.calls.push(call);
    return call;
  }

  /**
   * The calls that did something, each with the number of its turn among the calls of its layer, from 1: a layer used
   * twice in a model has two. tfjs runs a layer once more for every further output of it that is used (its states) and
   * throws the repeats away; they are told by the tensors they were called on, or, once the backward pass has been, by
   * the gradient that never came.
   */
  liveCalls(by: 'inputs' | 'gradient'): { readonly call: LayerCall; readonly number: number }[] {
    const seen = new Set<string>();
    const turns = new Map<RecurrentLayer, number>();
    return this.calls.flatMap((call) => {
      const key = `${this.calls.findIndex(({ layer }) => layer === call.layer)}:${call.inputs}`;
      const live = by === 'inputs' ? !seen.has(key) : [...call.cells.values()].some(hasGradient);
      seen.add(key);
      if (!live) return [];
      const number = (turns.get(call.layer) ?? 0) + 1;
      turns.set(call.layer, number);
      return [{ call, number }];
    });
  }

  /** Stands identity nodes in for the states that a cell returned: `[h, h]` or `[h, h, c]`. `given` is [x, h, …]. */
  step(trace: CellTrace, outputs: Tensor[], given: readonly Tensor[]): Tensor[] {
    const [output, h, c] = outputs;
    if (output === undefined || output !== h) throw new Error('the cell returned something else than its state h');
    const t = trace.steps++;
    const node = this.node(h, trace.dh, t);
    if (this.options.inputs && given.length > 1) {
      trace.x[t] = this.keep(given[0]!);
      trace.before[t] = this.keep(given[1]!);
    }
    if (this.options.states) trace.h[t] = this.keep(h);
    if (c === undefined) return [node, node];
    if (this.options.states) trace.c[t] = this.keep(c);
    return [node, node, this.node(c, trace.dc, t)];
  }

  dispose(): void {
    this.disposed = true;
    for (const tensor of this.kept.splice(0)) tensor.dispose();
    this.calls.length = 0;
  }

  private node(state: Tensor, adjoints: Tensor[], t: number): Tensor {
    const note = (adjoint: Tensor) =>
      this.guard.attempt(() => {
        // a copy of the handle, not of the data: tfjs may dispose the adjoint when it adds further gradients to it
        if (!this.disposed) adjoints[t] = this.keep(adjoint);
      }, undefined);
    const { root } = this.options;
    if (root === undefined) {
      return this.tf.customGrad((x) => ({
        value: (x as Tensor).clone(),
        gradFunc: (adjoint) => {
          note(adjoint);
          return adjoint;
        },
      }))(state);
    }
    return this.tf.customGrad((x, r) => ({
      value: (x as Tensor).clone(),
      gradFunc: (adjoint) => {
        note(adjoint);
        return [adjoint, this.tf.zerosLike(r as Tensor)];
      },
    }))(state, root);
  }

  private keep(tensor: Tensor): Tensor {
    const kept = this.tf.keep(tensor.clone());
    this.kept.push(kept);
    return kept;
  }
}

/** Whether the backward pass came by any state of a cell. */
export function hasGradient({ dh, dc }: CellTrace): boolean {
  return dh.length > 0 || dc.length > 0;
}
