import type { Gradients, Tensor } from '../../lib/model/tfjs-internals.ts';

/** Gradients by the name of their variable, whichever form they come in. */
export function namedGradients(gradients: Gradients): [string, Tensor | null | undefined][] {
  if (Array.isArray(gradients)) return gradients.map(({ name, tensor }) => [name, tensor]);
  return Object.entries(gradients);
}
