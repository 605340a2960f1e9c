import { UnrolledError } from '../../base/errors.ts';

/** How the influence of an input on an output is measured. */
export type SaliencyMethod = 'gradient' | 'gradient×input' | 'integrated-gradients' | 'smooth-grad' | 'occlusion';

/** What a prediction is compared with: inputs of zeros, or the mean of the given examples' valid steps, per feature. */
export type SaliencyBaseline = 'zero' | 'mean';

/** Which output is explained. */
export interface SaliencyTarget {
  /** Class (index of the output), for all examples or one each. Default: the true one where targets are given, else the predicted one. */
  readonly class?: number | readonly number[];
  /** 0-based step of an output with a time axis; negative counts from the end. Default: each example's last valid step. */
  readonly step?: number;
  /** Which output of a model with several. Default 0. */
  readonly output?: number;
}

/** Options of {@link saliency}. */
export interface SaliencyOptions {
  /** Default `gradient×input`. */
  readonly method?: SaliencyMethod;
  readonly target?: SaliencyTarget;
  /** Default `zero`. For `integrated-gradients` and `occlusion`. */
  readonly baseline?: SaliencyBaseline;
  /** Of `integrated-gradients`: points to begin with, doubled while the completeness error is above 1 %. Default 50. */
  readonly points?: number;
  /** Of `integrated-gradients`: points at most. Default 300. */
  readonly maxPoints?: number;
  /** Of `smooth-grad`: noisy copies. Default 25. */
  readonly samples?: number;
  /** Of `smooth-grad`: standard deviation of the noise as a share of the input's range. Default 0.15. */
  readonly noise?: number;
  /** Of `smooth-grad`. Default 1. */
  readonly seed?: number;
  /** Of `occlusion`: steps replaced at a time. Default 1. */
  readonly window?: number;
  /** Which input of a model with several is explained. Default 0. */
  readonly input?: number;
}

/** {@link SaliencyOptions} with defaults, checked. */
export type SaliencyRequest = Required<SaliencyOptions>;

const METHODS: readonly SaliencyMethod[] = [
  'gradient',
  'gradient×input',
  'integrated-gradients',
  'smooth-grad',
  'occlusion',
];

/** Checks options and fills in defaults. Throws an UnrolledError `bad-option`. */
export function saliencyRequest(options: SaliencyOptions): SaliencyRequest {
  if (typeof options !== 'object' || options === null) throw bad('', options, 'give an object such as { method }');
  const { method = 'gradient×input', baseline = 'zero', target = {}, noise = 0.15 } = options;
  if (!METHODS.includes(method)) throw bad('.method', method, `give one of ${METHODS.join(', ')}`);
  if (baseline !== 'zero' && baseline !== 'mean') throw bad('.baseline', baseline, "give 'zero' or 'mean'");
  if (!(typeof noise === 'number' && noise > 0 && noise < 10)) {
    throw bad('.noise', noise, "give a share of the input's range above 0");
  }
  checkTarget(target);
  const count = (name: 'points' | 'maxPoints' | 'samples' | 'window', otherwise: number) => {
    const value = options[name] ?? otherwise;
    if (!(Number.isSafeInteger(value) && value > 0)) throw bad(`.${name}`, value, 'give a whole number above 0');
    return value;
  };
  const points = count('points', 50);
  return {
    ...{ method, baseline, target, noise, points },
    maxPoints: Math.max(points, count('maxPoints', 300)),
    samples: count('samples', 25),
    window: count('window', 1),
    seed: whole('.seed', options.seed ?? 1),
    input: whole('.input', options.input ?? 0),
  };
}

function checkTarget(target: SaliencyTarget): void {
  if (typeof target !== 'object' || target === null) {
    throw bad('.target', target, 'give an object such as { class: 2, step: -1 }');
  }
  const classes: readonly unknown[] = [target.class ?? 0].flat();
  for (const one of classes) whole('.target.class', one);
  whole('.target.output', target.output ?? 0);
  if (!Number.isSafeInteger(target.step ?? 0)) throw bad('.target.step', target.step, 'give a whole number');
}

function whole(what: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw bad(what, value, 'give a whole number from 0 on');
}

function bad(what: string, value: unknown, advice: string): UnrolledError {
  return new UnrolledError('bad-option', `saliency${what}: ${String(value)} — ${advice}`);
}
