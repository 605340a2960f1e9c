export type { NotCaptured } from '../../lib/model/model-layers.ts';
export type { Tf } from '../../lib/model/tfjs-internals.ts';
export type {
  Capture,
  LayerFlow,
  LayerStates,
  ProbeCapture,
  StepCapture,
  WeightStep,
} from './capture.ts';
export { type CaptureOptions, createCapture } from './create-capture.ts';
