/** Whether two lists hold the very same, in order. */
export function isSameList(now: readonly unknown[], before: readonly unknown[]): boolean {
  return now.length === before.length && now.every((each, index) => Object.is(each, before[index]));
}
