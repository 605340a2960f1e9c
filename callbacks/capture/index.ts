export type {
  Capture,
  LayerFlow,
  LayerStates,
  NotCaptured,
  ProbeCapture,
  StepCapture,
  WeightStep,
} from './capture.ts';
export { type CaptureOptions, createCapture } from './create-capture.ts';
export type { Tf } from './tfjs-internals.ts';
