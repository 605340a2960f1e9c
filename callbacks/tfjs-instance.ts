import type * as TensorFlow from '@tensorflow/tfjs';
import { UnrolledError } from '../lib/base/errors.ts';

/** The tfjs namespace of the user. */
export type Tf = typeof TensorFlow;

/**
 * The namespace the model belongs to: the given one, else the installed `@tensorflow/tfjs` (tfjs-node exports the same).
 * Throws `no-tfjs`, `not-a-model` or, naming both versions, `other-tfjs`.
 */
export function tfOf(model: unknown, given: unknown): Tf {
  const tf = tfNamespace(given);
  checkInstance(tf, model);
  return tf;
}

/** The given namespace, else the installed one. Throws `no-tfjs`, or `bad-option` for what is no namespace. */
export function tfNamespace(given: unknown): Tf {
  return given === undefined ? installedTf() : asNamespace(given);
}

// Module-level on purpose: there is one installed tfjs, and a page can only load it asynchronously.
let loaded: Tf | null = null;

/** Notes the installed tfjs where it can't be loaded synchronously. */
export function rememberTf(tf: Tf): void {
  loaded = tf;
}

function installedTf(): Tf {
  if (loaded) return loaded;
  // Not imported: bundlers for pages have no such module.
  const nodes = globalThis.process?.getBuiltinModule?.('node:module');
  if (!nodes) {
    throw new UnrolledError('no-tfjs', '@tensorflow/tfjs: not loaded in this page — give your namespace as { tf }');
  }
  // Synchronous, and the same instance that `import` and tfjs-node give: the package has one entry under Node.
  const require = nodes.createRequire(import.meta.url);
  try {
    return require('@tensorflow/tfjs') as Tf;
  } catch (cause) {
    throw new UnrolledError('no-tfjs', '@tensorflow/tfjs: not found — install it, or give your namespace as { tf }', {
      cause,
    });
  }
}

function asNamespace(given: unknown): Tf {
  const candidate = given as Partial<Tf> | null;
  if (typeof candidate?.LayersModel === 'function' && typeof candidate.CustomCallback === 'function') {
    return given as Tf;
  }
  throw new UnrolledError('bad-option', 'tf: not a tfjs namespace — give what `import * as tf` of tfjs gave you');
}

function checkInstance(tf: Tf, model: unknown): void {
  if (model instanceof tf.LayersModel) return;
  const version = versionOf(model);
  if (version === null) {
    throw new UnrolledError(
      'not-a-model',
      `model: ${describe(model)} — give a tf.Sequential or tf.LayersModel (a graph model cannot be trained)`,
    );
  }
  throw new UnrolledError(
    'other-tfjs',
    `model: made by another instance of tfjs (${version}) than the one Unrolled uses (tfjs-layers ${tf.version['tfjs-layers']}) — ` +
      'give the namespace the model was made with: unrolled(model, { tf })',
  );
}

/** `tfjs-layers 4.22.0` of anything that looks like a layers model, else null. */
function versionOf(model: unknown): string | null {
  const candidate = model as { toJSON?: unknown; fit?: unknown; layers?: unknown } | null;
  if (typeof candidate?.toJSON !== 'function' || typeof candidate.fit !== 'function' || !candidate.layers) return null;
  try {
    const described = candidate.toJSON(null, false) as Record<string, unknown>;
    return String(described.keras_version ?? described.kerasVersion ?? 'of unknown version');
  } catch {
    return 'of unknown version';
  }
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return `an object of class ${value.constructor?.name ?? 'unknown'}`;
}
