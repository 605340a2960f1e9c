import { useMemo } from 'react';
import type { FlowScale } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { useEpochOfRun, usePlace } from '../_kit/state/playhead.ts';
import { useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { createCurveReader } from './select/flow-curves.ts';
import type { FlowHistory } from './select/flow-history.ts';
import { type ReferenceCurve, referenceCurve, referenceTensor } from './select/references.ts';

/** Most other runs drawn in a profile: more would hide it. */
const MOST = 4;

/** The profiles of the other selected runs at the playhead: the same layer, or the first that has a flow. */
export function useReferences(options: {
  readonly all: readonly RunData[];
  readonly focus: RunData;
  readonly revision: number;
  readonly history: FlowHistory;
  readonly playhead: number | null;
  readonly scale: FlowScale;
}): readonly ReferenceCurve[] {
  const { all, focus, revision, history, playhead, scale } = options;
  const epochOf = useEpochOfRun(focus, playhead);
  const place = usePlace(focus, playhead);
  const read = useMemo(createCurveReader, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `revision` says that one did
  const wanted = useMemo(
    () =>
      all
        .filter((data) => data !== focus)
        .slice(0, MOST)
        .flatMap((data) => referenceTensor(data, history.layer.path, epochOf(data)) ?? []),
    [all.length, focus, revision, history.layer.path, playhead, place],
  );
  const tensors = useMemo(() => wanted.map(({ tensor }) => tensor), [wanted]);
  const many = useManyTensors(tensors, playhead);
  return wanted.flatMap((each) => {
    const decoded = many.peek(each.tensor.id);
    return decoded ? referenceCurve(each, decoded, history, scale, read) : [];
  });
}
