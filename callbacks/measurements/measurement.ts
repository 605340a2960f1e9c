import type { Context, TensorInfo, TensorRecord } from '../../lib/protocol/record.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { ProbeCapture, StepCapture } from '../capture/capture.ts';

/** A tensor before the moment it belongs to is known. */
export type MeasuredTensor = Omit<TensorInfo, 'step' | 'epoch' | 'wallMs'> & Pick<TensorRecord, 'data'>;

/** Where a measurement puts what it found; the moment is added there. */
export interface Findings {
  scalar(name: string, context: Context, value: number): void;
  /** The buffer of `data` is given away. */
  tensor(tensor: MeasuredTensor): void;
  /** Says what was left out, and why, so that a view can. */
  leftOut(message: string): void;
}

/** What a snapshot is of, and what it may take. */
export interface SnapshotFrame {
  readonly layers: readonly LayerInfo[];
  /** Bytes all tensors of one snapshot may have together. */
  readonly bytes: number;
}

/** One thing that is measured. Pure: all it knows is what it is given. To add one, add a file and list it in all.ts. */
export interface Measurement {
  readonly name: string;
  /** Of a sampled optimizer step. */
  step?(capture: StepCapture, findings: Findings): void;
  /** Of the probe at an epoch's end. */
  snapshot?(probe: ProbeCapture, findings: Findings, frame: SnapshotFrame): void;
}
