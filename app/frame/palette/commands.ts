import { besideOf, type PageState } from '../../../lib/client/page-state.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { LANGUAGES, type Language, language } from '../../../views/_kit/language/language.ts';
import { paletteMessages as words } from '../../../views/_kit/palette-messages.ts';
import { NAV_ITEMS } from '../nav-items.ts';
import { isShown, type Selection } from '../selection.ts';

/** What a command does beside changing the page state. */
export type Act = 'theme' | 'shortcuts' | { readonly language: Language };

export interface Command {
  /** Tells it from every other one, also where names are alike. */
  readonly key: string;
  readonly group: keyof typeof words.groups;
  readonly label: string;
  /** What it belongs to, beside its name. */
  readonly of?: string;
  /** Found by these as well. */
  readonly also?: string;
  /** The keys that do the same. */
  readonly keys?: readonly string[];
  readonly does: { readonly to: Partial<PageState> } | { readonly act: Act };
}

/** Runs offered: the newest that are not put away. */
const MOST_RUNS = 200;
const MOST_SELECTED = 50;

export interface CommandContext {
  readonly page: PageState;
  readonly runs: readonly RunSummary[];
  readonly selection: Selection;
  /** Newest epoch the playhead may go to; 0: none. */
  readonly reached: number;
  /** What was typed. */
  readonly typed: string;
}

/** Everything that can be done by name now, in the order it is offered. */
export function commandsOf(context: CommandContext): readonly Command[] {
  return [
    ...epochCommands(context),
    ...viewCommands(context),
    ...runCommands(context),
    ...layerCommands(context),
    ...pageCommands(context),
  ];
}

/** A number that was typed is an epoch. */
function epochCommands({ typed, reached }: CommandContext): readonly Command[] {
  const epoch = Number(/(\d+)\s*$/.exec(typed)?.[1] ?? Number.NaN);
  const isThere = epoch >= 1 && epoch <= reached;
  return isThere
    ? [{ key: 'epoch', group: 'epoch', label: words.epoch(epoch), also: typed, does: { to: { epoch } } }]
    : [];
}

function viewCommands({ page, selection }: CommandContext): readonly Command[] {
  const goto = NAV_ITEMS.filter(({ view }) => view !== page.view).map(
    ({ view, label, key }): Command => ({
      key: `view ${view}`,
      group: 'views',
      label,
      also: view,
      keys: ['G', key.toUpperCase()],
      does: { to: { view } },
    }),
  );
  const isAll = page.view === 'overview' && page.overviewSheet === 'series';
  const series: Command = {
    key: 'series',
    group: 'views',
    label: words.series,
    also: 'series charts scalars',
    does: { to: { view: 'overview', overviewSheet: 'series' } },
  };
  const beside = NAV_ITEMS.filter(({ view }) => besideOf(page.view, view) !== null && view !== page.beside).map(
    ({ view, label, key }): Command => ({
      key: `beside ${view}`,
      group: 'views',
      label: words.beside(label),
      also: view,
      keys: ['G', 'Shift', key.toUpperCase()],
      does: { to: { beside: view } },
    }),
  );
  const alone: readonly Command[] =
    page.beside === null ? [] : [{ key: 'alone', group: 'views', label: words.alone, does: { to: { beside: null } } }];
  return [...goto, ...(isAll ? [] : [series]), ...(selection.runs.length > 0 ? beside : []), ...alone];
}

function runCommands({ runs, selection }: CommandContext): readonly Command[] {
  const selected = selection.runs.map(({ info }) => info.id);
  const offered = runs.filter(isShown).slice(0, MOST_RUNS);
  return offered.flatMap(({ info }): Command[] => {
    const about = { group: 'runs' as const, of: info.project, also: `${info.project} ${info.id}` };
    const alone = { runs: [info.id], focus: null, project: null };
    if (selected.length === 1 && selected[0] === info.id) return [];
    if (selected.includes(info.id)) {
      return [{ ...about, key: `focus ${info.id}`, label: words.focus(info.name), does: { to: { focus: info.id } } }];
    }
    const show: Command = { ...about, key: `show ${info.id}`, label: words.show(info.name), does: { to: alone } };
    if (selected.length === 0 || selected.length >= MOST_SELECTED) return [show];
    const more = { runs: [...selected, info.id], project: null };
    return [show, { ...about, key: `add ${info.id}`, label: words.add(info.name), does: { to: more } }];
  });
}

function layerCommands({ page, selection }: CommandContext): readonly Command[] {
  const layers = selection.focus?.info.model?.layers ?? [];
  return layers
    .filter(({ kind, path }) => kind === 'recurrent' && path !== page.layer)
    .map(({ path }) => ({
      key: `layer ${path}`,
      group: 'layers',
      label: words.layer(path),
      does: { to: { layer: path, weight: null, unit: null } },
    }));
}

function pageCommands({ page, selection }: CommandContext): readonly Command[] {
  const isLive = selection.focus?.info.status === 'live';
  const commands: readonly (Command | null)[] = [
    isLive && page.epoch !== 'live'
      ? { key: 'live', group: 'page', label: words.live, keys: ['L'], does: { to: { epoch: 'live' } } }
      : null,
    page.window
      ? { key: 'whole', group: 'page', label: words.whole, keys: ['Esc'], does: { to: { window: null } } }
      : null,
    page.zoom ? { key: 'unzoom', group: 'page', label: words.unzoom, does: { to: { zoom: null } } } : null,
    { key: 'theme', group: 'page', label: words.theme, keys: ['Shift', 'T'], does: { act: 'theme' } },
    ...(Object.entries(LANGUAGES) as [Language, string][])
      .filter(([each]) => each !== language)
      .map(
        ([each, name]): Command => ({
          key: `language ${each}`,
          group: 'page',
          label: words.language(name),
          also: each,
          does: { act: { language: each } },
        }),
      ),
    { key: 'shortcuts', group: 'page', label: words.shortcuts, keys: ['?'], does: { act: 'shortcuts' } },
  ];
  return commands.filter((command) => command !== null);
}
