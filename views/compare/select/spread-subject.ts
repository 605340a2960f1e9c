import type { SpreadOf } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { LayerInfo } from '../../../lib/protocol/run.ts';
import { storedByEpoch } from '../../gradients/select/stored.ts';

/** What is spread: the values of a weight or of its gradient, or the states of a layer. */
export interface SpreadSubject {
  /** Path of the weight or layer, in the first run that has it. */
  readonly path: string;
  /** What stands in its place in every run: recurrent layers have the same place, whatever their kind. */
  readonly place: string;
}

/** Where a layer stands among those of its kind, whatever it is called: `recurrent 1`. */
function placesOf(layers: readonly LayerInfo[]): ReadonlyMap<LayerInfo, string> {
  const seen = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const kind = layer.kind === 'recurrent' ? 'recurrent' : layer.className;
      const place = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, place);
      return [layer, `${kind} ${place}`];
    }),
  );
}

function isState(of: SpreadOf): of is 'h' | 'c' {
  return of === 'h' || of === 'c';
}

/** What there is of a run to be spread, in model order. */
function subjectsIn({ info: { model } }: RunData, of: SpreadOf): readonly SpreadSubject[] {
  const layers = model?.layers ?? [];
  const places = placesOf(layers);
  return layers.flatMap((layer): SpreadSubject[] => {
    const place = places.get(layer)!;
    if (isState(of)) {
      const hasIt = layer.kind === 'recurrent' && (of === 'h' || layer.hasCellState);
      return hasIt ? [{ path: layer.path, place }] : [];
    }
    return layer.weights
      .filter(({ trainable }) => trainable)
      .map(({ path }) => ({ path, place: `${place} ${path.slice(path.lastIndexOf('/') + 1)}` }));
  });
}

/** What there is of any of the runs, each place once, in the order of the first run that has it. */
export function spreadSubjects(runs: readonly RunData[], of: SpreadOf): readonly SpreadSubject[] {
  const found = new Map<string, SpreadSubject>();
  for (const run of runs) {
    for (const subject of subjectsIn(run, of)) if (!found.has(subject.place)) found.set(subject.place, subject);
  }
  return [...found.values()];
}

/** The subject a link names, by its path in any of the runs; else how states feed back into themselves, else the first. */
export function chosenSubject(
  subjects: readonly SpreadSubject[],
  runs: readonly RunData[],
  of: SpreadOf,
  path: string | null,
): SpreadSubject | null {
  const place = runs.flatMap((run) => subjectsIn(run, of)).find((each) => each.path === path)?.place;
  return (
    subjects.find((each) => each.place === place) ??
    subjects.find((each) => each.place.endsWith('recurrent_kernel')) ??
    subjects[0] ??
    null
  );
}

const NAMES: { readonly [of in SpreadOf]: string } = {
  gradients: TENSOR.gradientHistogram,
  weights: TENSOR.weightHistogram,
  h: TENSOR.h,
  c: TENSOR.c,
};

/** What was stored of a subject in a run, by rising epoch, and what it is called there; null: the run has no such thing. */
export function storedSpreads(
  run: RunData,
  of: SpreadOf,
  { place }: SpreadSubject,
): { readonly path: string; readonly stored: readonly StoredTensor[] } | null {
  const own = subjectsIn(run, of).find((each) => each.place === place);
  if (!own) return null;
  const subject = isState(of) ? { layer: own.path } : { weight: own.path };
  return { path: own.path, stored: storedByEpoch(run.tensors, NAMES[of], subject) };
}
