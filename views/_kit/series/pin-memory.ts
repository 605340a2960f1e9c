import { codesOf } from '../../../lib/client/chart-code.ts';
import { MOST_PINNED } from '../../../lib/client/page-state.ts';

const keyOf = (project: string) => `unrolled-pins:${project}`;

/** The charts that were pinned last in a project, in this browser; none where it keeps nothing. */
export function rememberedPins(project: string): readonly string[] {
  try {
    return codesOf(localStorage.getItem(keyOf(project)) ?? '', MOST_PINNED);
  } catch {
    return [];
  }
}

/** Remembers the pinned charts of a project for pages whose link says nothing of them. */
export function rememberPins(project: string, pinned: readonly string[]): void {
  try {
    if (pinned.length === 0) localStorage.removeItem(keyOf(project));
    else localStorage.setItem(keyOf(project), pinned.join(''));
  } catch {
    // a browser that keeps nothing: the link still says it
  }
}
