/**
 * The first of `length` places, in order, that lies far enough; `length` where none does. `isFar` must stay true once it is:
 * places are asked about by halves.
 */
export function firstIndex(length: number, isFar: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFar(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
