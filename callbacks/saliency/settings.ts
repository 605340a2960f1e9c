import { UnrolledError } from '../../lib/base/errors.ts';
import { type SaliencyOptions, saliencyRequest } from '../../lib/model/saliency/request.ts';

/** What saliency is recorded at epoch ends, as a script says it. */
export interface SaliencyRecordOptions extends SaliencyOptions {
  /** Probe sequences. Default 4. */
  readonly examples?: number;
}

/** The same, checked. */
export interface SaliencySettings {
  readonly examples: number;
  readonly request: SaliencyOptions;
}

/** What is recorded unless a script says otherwise: gradient×input, one pass. */
export const DEFAULT_SALIENCY: SaliencySettings = { examples: 4, request: {} };

/** Checks the option `saliency`; null for `false`. Throws an UnrolledError `bad-option`. */
export function saliencySettings(value: SaliencyRecordOptions | false | undefined): SaliencySettings | null {
  if (value === false) return null;
  if (value === undefined) return DEFAULT_SALIENCY;
  if (typeof value !== 'object' || value === null) {
    throw bad(`saliency: ${String(value)} — give false, or an object such as { method: 'integrated-gradients' }`);
  }
  const { examples = DEFAULT_SALIENCY.examples, ...request } = value;
  if (!(Number.isSafeInteger(examples) && examples > 0)) {
    throw bad(`saliency.examples: ${String(examples)} — give a whole number above 0`);
  }
  saliencyRequest(request);
  return { examples, request };
}

/** Checks the option `attention`: names of layers. Throws an UnrolledError `bad-option`. */
export function attentionNames(value: readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return [...value];
  throw bad("attention: not a list of names — give the layers whose output is attention, such as ['attention_1']");
}

function bad(message: string): UnrolledError {
  return new UnrolledError('bad-option', message);
}
