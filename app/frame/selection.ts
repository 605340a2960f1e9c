import type { PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';

/** What a page shows, out of its state and the run list. */
export interface Selection {
  readonly project: string | null;
  /** Selected runs that exist, in the order of their chips. */
  readonly runs: readonly RunSummary[];
  readonly focus: RunSummary | null;
  /** Ids of the link that are not in the list. */
  readonly missing: readonly string[];
  /** No run is named in the link: the newest of the project is shown, and the next one will be when it starts. */
  readonly followsNewest: boolean;
}

/** A run that a person neither archived nor deleted. */
export function isShown({ info }: RunSummary): boolean {
  return info.archivedMs == null && info.deletedMs == null;
}

/** Resolves a page state against the run list (newest first). While that is not whole, nothing is missing yet. */
export function select(
  state: Pick<PageState, 'runs' | 'focus' | 'project'>,
  list: readonly RunSummary[],
  isWhole = true,
): Selection {
  if (state.runs.length === 0) {
    const newest = list.find((run) => isShown(run) && (state.project === null || run.info.project === state.project));
    const runs = newest ? [newest] : [];
    return {
      project: state.project ?? newest?.info.project ?? null,
      runs,
      focus: newest ?? null,
      missing: [],
      followsNewest: true,
    };
  }
  const byId = new Map(list.map((run) => [run.info.id, run]));
  const runs = state.runs.flatMap((id) => byId.get(id) ?? []);
  const focus = runs.find(({ info }) => info.id === state.focus) ?? runs[0] ?? null;
  return {
    project: focus?.info.project ?? state.project ?? list[0]?.info.project ?? null,
    runs,
    focus,
    missing: isWhole ? state.runs.filter((id) => !byId.has(id)) : [],
    followsNewest: false,
  };
}

/** The first of the selected runs, as many as there is room for, the focused one always among them. */
export function fewOf({ runs, focus }: Pick<Selection, 'runs' | 'focus'>, most: number): readonly RunSummary[] {
  const first = runs.slice(0, most);
  return !focus || first.includes(focus) ? first : [...first.slice(0, -1), focus];
}

/** Names of all projects, the one with the newest run first. */
export function projectsOf(list: readonly RunSummary[]): readonly string[] {
  return [...new Set(list.map(({ info }) => info.project))];
}
