import type { StoredTensor } from '../../protocol/delta.ts';
import { TENSOR } from '../../protocol/record.ts';
import type { ProbeInfo } from '../../protocol/run.ts';

/**
 * The sequences of a probe (0-based, ascending) that a page takes along, `most` at most: first those whose saliency was
 * recorded, then in turn one of each label, so that every class is there while there is room.
 */
export function chooseSequences(probe: ProbeInfo, tensors: readonly StoredTensor[], most: number): readonly number[] {
  const all = Array.from({ length: probe.count }, (_, i) => i);
  if (probe.count <= most) return all;
  const chosen = new Set(
    explained(tensors)
      .filter((each) => each < probe.count)
      .slice(0, most),
  );
  const byLabel = new Map<string, number[]>();
  for (const each of all.filter((one) => !chosen.has(one))) {
    const label = probe.labels?.[each] ?? '';
    byLabel.set(label, [...(byLabel.get(label) ?? []), each]);
  }
  const queues = [...byLabel.values()];
  for (let turn = 0; chosen.size < most; turn++) {
    const next = queues[turn % queues.length]?.shift();
    if (next !== undefined) chosen.add(next);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Sequences that recorded saliency is about; without a list of them a tensor is about all. */
function explained(tensors: readonly StoredTensor[]): readonly number[] {
  const lists = tensors
    .filter(({ name }) => name === TENSOR.saliency)
    .map(({ attributes }) => attributes.sequences)
    .filter((list): list is number[] => Array.isArray(list) && list.every(Number.isInteger));
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}
