import type { LayersModel } from '@tensorflow/tfjs';
import { trainedModel } from './model-info.ts';

/** One call of `fit` or `fitDataset`, as far as a monitor looks at it. */
export interface FitCall {
  /** Training data, null in `fitDataset`. */
  readonly data: { readonly x: unknown; readonly y: unknown } | null;
  readonly args: {
    readonly epochs?: number;
    readonly batchSize?: number;
    readonly validationSplit?: number;
    readonly validationData?: unknown;
    readonly yieldEvery?: unknown;
    readonly callbacks?: unknown;
  };
}

/** Who wants to know when a call of `fit` that it takes part in begins and ends. Neither may throw or reject. */
export interface FitObserver {
  /** Whether these `callbacks` of a call contain the observer's. */
  takesPart(callbacks: unknown): boolean;
  fitBegins(call: FitCall): void;
  /** The call has settled: with `error`, or null. Awaited before the caller hears of it. */
  fitEnded(error: unknown): Promise<void>;
}

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;
type Fitting = { fit: Method; fitDataset: Method };

// Module-level on purpose: several monitors of one model share one hook, so that any of them can leave first.
const observersOf = new WeakMap<LayersModel, Set<FitObserver>>();

/**
 * Wraps `fit` and `fitDataset` of one model until the first call the observer takes part in has settled, or until the
 * returned function is called. It is the only way to hear of a `fit` that ends by an error.
 */
export function hookFit(model: LayersModel, observer: FitObserver): () => void {
  let observers = observersOf.get(model);
  if (!observers) {
    observers = new Set();
    observersOf.set(model, observers);
    wrap(model, observers);
  }
  observers.add(observer);
  return () => leave(model, observer);
}

function leave(model: LayersModel, observer: FitObserver): void {
  const observers = observersOf.get(model);
  if (!observers?.delete(observer) || observers.size > 0) return;
  observersOf.delete(model);
  unwrap(model);
}

// The methods as they were, own or inherited (undefined).
const originals = new WeakMap<LayersModel, Partial<Fitting>>();

function wrap(model: LayersModel, observers: Set<FitObserver>): void {
  const fitting = model as unknown as Fitting;
  const own: Partial<Fitting> = {};
  for (const name of ['fit', 'fitDataset'] as const) {
    const original = fitting[name];
    if (Object.hasOwn(fitting, name)) own[name] = original;
    const hooked: Method = (...args) => observed(observers, model, name, args, () => original.apply(model, args));
    Object.defineProperty(fitting, name, { value: hooked, configurable: true, enumerable: false, writable: true });
  }
  originals.set(model, own);
}

function unwrap(model: LayersModel): void {
  const fitting = model as unknown as Fitting;
  const own = originals.get(model) ?? {};
  for (const name of ['fit', 'fitDataset'] as const) {
    Reflect.deleteProperty(fitting, name);
    const original = own[name];
    if (original) fitting[name] = original;
  }
  originals.delete(model);
}

async function observed(
  observers: Set<FitObserver>,
  model: LayersModel,
  name: 'fit' | 'fitDataset',
  args: readonly unknown[],
  run: () => Promise<unknown>,
): Promise<unknown> {
  const call = callOf(name, args);
  // tfjs refuses a second call while one runs; the first one's observers have nothing to do with it.
  if ((trainedModel(model) as unknown as { readonly isTraining: boolean }).isTraining) return run();
  const taking = [...observers].filter((observer) => observer.takesPart(call.args.callbacks));
  for (const observer of taking) observer.fitBegins(call);
  let error: unknown = null;
  try {
    return await run();
  } catch (thrown) {
    error = thrown ?? new Error('fit rejected without a reason');
    throw thrown;
  } finally {
    // Last in, first out: hooks of one model lie on top of each other.
    for (const observer of taking.reverse()) {
      leave(model, observer);
      await observer.fitEnded(error);
    }
  }
}

function callOf(name: 'fit' | 'fitDataset', args: readonly unknown[]): FitCall {
  const options = (name === 'fit' ? args[2] : args[1]) as FitCall['args'] | undefined;
  return { data: name === 'fit' ? { x: args[0], y: args[1] } : null, args: options ?? {} };
}
