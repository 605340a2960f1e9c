/** The name most like one that is not known; null where none is near. */
export function nearestName(name: string, names: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: string | null = null;
  let least = most + 1;
  for (const each of names) {
    if (Math.abs(each.length - wanted.length) >= least) continue;
    const far = distance(wanted, each.toLowerCase());
    if (far < least) [nearest, least] = [each, far];
  }
  return nearest ?? names.find((each) => each.toLowerCase().startsWith(wanted)) ?? null;
}

/** Levenshtein's distance: insertions, deletions and replacements from one to the other. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, before[j]! + 1, row[j - 1]! + 1));
    }
    before = row;
  }
  return before[b.length]!;
}
