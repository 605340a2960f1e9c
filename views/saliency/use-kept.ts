import { useEffect, useMemo, useState } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { decodeMap, mapName } from '../../lib/compute/kept-maps.ts';
import type { SavedModel } from '../../lib/compute/saved-model.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { methodsOf, requestOf, type Subject } from './select/asked.ts';
import { computedSaliency } from './select/computed.ts';
import type { ExampleSaliency } from './select/example-saliency.ts';

const NONE: readonly ExampleSaliency[] = [];

/** What an earlier visit computed of a subject, at every epoch whose weights were kept. */
export function useKept(
  { info, tensors }: RunData,
  model: SavedModel | null,
  { sequence, method, target, hasSteps }: Subject,
): readonly ExampleSaliency[] {
  const { client } = useKit();
  const [found, setFound] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tensors` grows in place; the probe is there before any weights
  const wanted = useMemo(() => {
    if (model === null) return [];
    const subject = { sequence, method, target, hasSteps };
    const of = { runId: info.id, tensors, model, sequence };
    return model.epochs.flatMap((weights) =>
      methodsOf(subject).map((each) => {
        return { epoch: weights.epoch, name: mapName(of, weights, requestOf(each, subject)) };
      }),
    );
  }, [info.id, model, sequence, method, target, hasSteps]);
  useEffect(() => {
    const work = new AbortController();
    const names = wanted.map(({ name }) => name);
    client.kept.find(names, work.signal).then((all) => {
      if (work.signal.aborted) return;
      const maps = all.flatMap((bytes, i) => (bytes ? read(bytes, sequence, wanted[i]!.epoch) : []));
      setFound(maps.length > 0 ? maps : NONE);
    });
    return () => work.abort();
  }, [client, wanted, sequence]);
  return found;
}

/** What can't be read is as if it were not there. */
function read(bytes: Uint8Array, sequence: number, epoch: number): readonly ExampleSaliency[] {
  try {
    return [computedSaliency(decodeMap(bytes), sequence, epoch, 'kept')];
  } catch {
    return NONE;
  }
}
