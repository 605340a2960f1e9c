import { engineState, type Tf } from './tfjs-internals.ts';

/** Frees what tfjs saved for the backward pass: it does not do so itself when the forward pass throws. */
export function dropTape(tf: Tf): void {
  const { activeTape, gradientDepth } = engineState(tf);
  if (gradientDepth === 0) tf.dispose((activeTape ?? []).map(({ saved }) => saved ?? []));
}
