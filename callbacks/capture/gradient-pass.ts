import { engineState, type Tf } from '../../lib/model/tfjs-internals.ts';
import type { Guard } from './guard.ts';
import { Recording } from './recording.ts';

/** Follows the gradient passes that run through a model; keeps the recording of the latest until a step claims it. */
export class GradientPasses {
  private readonly tf: Tf;
  private readonly guard: Guard;
  /** A pass is told from the next by the tape it is written on. */
  private latest: { readonly recording: Recording; readonly tape: object | null } | null = null;

  constructor(tf: Tf, guard: Guard) {
    this.tf = tf;
    this.guard = guard;
  }

  /** What records the pass that is running; null when no gradient is being taken. */
  recording(): Recording | null {
    const { gradientDepth, kernelDepth, activeTape } = engineState(this.tf);
    // depth 2 is a gradient inside a gradient (a penalty in a custom loss): its passes are not the training step's
    if (gradientDepth !== 1 || kernelDepth !== 0) return null;
    if (this.latest === null || this.latest.tape !== activeTape) {
      this.drop();
      this.latest = { recording: new Recording(this.tf, this.guard, { states: false }), tape: activeTape };
    }
    return this.latest.recording;
  }

  /** Hands over the recording of the latest pass, to be disposed by the caller. */
  claim(): Recording | null {
    const recording = this.latest?.recording ?? null;
    this.latest = null;
    return recording;
  }

  /** Forgets the latest pass. */
  drop(): void {
    this.claim()?.dispose();
  }
}
