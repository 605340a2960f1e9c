import { kitMessages } from '../../_kit/messages.ts';

/** `1–10, 12` of rising epochs; of many stretches the first ones. */
export function epochRanges(epochs: readonly number[], most = 6): string {
  const ranges: { first: number; last: number }[] = [];
  for (const epoch of epochs) {
    const before = ranges.at(-1);
    if (before && before.last + 1 === epoch) before.last = epoch;
    else ranges.push({ first: epoch, last: epoch });
  }
  const texts = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`));
  const { list } = kitMessages;
  if (texts.length <= most) return texts.join(list);
  return `${texts.slice(0, most - 1).join(list)}${list}… ${texts.at(-1)}`;
}
