import { besideOf, type PageState, parse, type ViewName } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Note } from '../../lib/protocol/note.ts';
import type { EventKind } from '../../lib/protocol/record.ts';
import type { RuleId, Verdict } from '../../lib/protocol/verdict.ts';
import { recordedText } from '../_kit/told/recorded-text.ts';

/** What an entry is. */
export const ENTRY_KINDS = [
  'note',
  'verdict',
  'resume',
  'lint',
  'log',
  'console',
  'learning-rate',
  'capture',
  'flight',
  'diff',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Something that happened in a run, or was said of it. */
export interface Entry {
  /** Unique over all runs. */
  readonly key: string;
  readonly kind: EntryKind;
  readonly data: RunData;
  /** 1-based; 0 = before training, or about the run as a whole. */
  readonly epoch: number;
  readonly step: number | null;
  readonly wallMs: number | null;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly note: Note | null;
  readonly verdict: Verdict | null;
}

/** Events that are data of other views, not something to read. */
const UNREAD: readonly EventKind[] = ['readings'];

/** Everything to be read of a run, by epoch, then as it happened. `sayVerdict`: a verdict in words. */
export function entriesOf(data: RunData, sayVerdict: (verdict: Verdict) => string): readonly Entry[] {
  const { id } = data.info;
  const common = { data, note: null, verdict: null };
  const events = data.events.flatMap((event): Entry[] => {
    if (UNREAD.includes(event.kind)) return [];
    const kind = ENTRY_KINDS.find((each) => each === event.kind) ?? 'log';
    const { epoch, step, wallMs, level } = event;
    return [
      {
        ...common,
        key: `${id} e${event.id}`,
        kind,
        epoch,
        step,
        wallMs,
        level,
        text: recordedText(event, data.verdicts),
      },
    ];
  });
  const notes = data.notes.map(
    (note): Entry => ({
      ...common,
      ...{ key: `${id} n${note.id}`, kind: 'note', epoch: note.epoch ?? 0, step: note.step, wallMs: note.createdMs },
      ...{ level: 'info', text: note.text, note },
    }),
  );
  const verdicts = data.verdicts.map(
    (verdict): Entry => ({
      ...common,
      ...{ key: `${id} v${verdict.id}`, kind: 'verdict', epoch: verdict.onsetEpoch, step: null, wallMs: null },
      level: verdict.severity === 'critical' ? 'error' : verdict.severity,
      ...{ text: sayVerdict(verdict), verdict },
    }),
  );
  const told = events.some(({ kind }) => kind === 'resume');
  const resumes = told ? [] : data.segments.filter(({ index }) => index > 0).map((segment) => resumeOf(data, segment));
  return [...notes, ...verdicts, ...resumes, ...events].sort(byPlace);
}

function resumeOf(data: RunData, { index, firstStep, startedMs }: RunData['segments'][number]): Entry {
  const epoch = Math.min(...data.epochs.filter(({ segment }) => segment === index).map((each) => each.epoch));
  return {
    ...{ key: `${data.info.id} s${index}`, kind: 'resume', data, note: null, verdict: null, level: 'info', text: '' },
    ...{ epoch: Number.isFinite(epoch) ? epoch : 0, step: firstStep, wallMs: startedMs },
  };
}

function byPlace(a: Entry, b: Entry): number {
  return a.epoch - b.epoch || (a.step ?? 0) - (b.step ?? 0) || (a.wallMs ?? 0) - (b.wallMs ?? 0);
}

/** What is shown of all entries. */
export interface Wanted {
  /** Empty: all kinds. */
  readonly kinds: readonly string[];
  /** Every word of it must be in text, author, layer or rule. */
  readonly text: string;
  /** Null: of every run. */
  readonly run: string | null;
  /** Null: of every epoch. */
  readonly epoch: number | null;
}

/** Entries that are wanted, in their order. */
export function wantedOf(entries: readonly Entry[], { kinds, text, run, epoch }: Wanted): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (kinds.length > 0 && !kinds.includes(entry.kind)) return false;
    if (run !== null && entry.data.info.id !== run) return false;
    if (epoch !== null && entry.epoch !== epoch) return false;
    if (words.length === 0) return true;
    const own =
      `${entry.text} ${entry.note?.author ?? ''} ${entry.verdict?.layer ?? ''} ${entry.verdict?.rule ?? ''}`.toLowerCase();
    return words.every((word) => own.includes(word));
  });
}

/** The view that shows what a verdict rests on. */
const VIEW_OF_RULE: { readonly [rule in RuleId]: ViewName } = {
  NAN: 'overview',
  OSC: 'overview',
  'EXP-T': 'gradients',
  'EXP-S': 'gradients',
  CHA: 'gradients',
  'VAN-T': 'gradients',
  'VAN-H': 'gradients',
  'VAN-L': 'gradients',
  UWR: 'gradients',
  SAT: 'states',
  DEAD: 'states',
  ATT: 'attention',
};

/**
 * Where an entry leads from a page: a note to just what was seen when it was written (but for the theme), a verdict to the
 * view that shows it at its onset, anything else to its epoch.
 */
export function leadsTo(entry: Entry, from: Pick<PageState, 'runs' | 'theme'>): Partial<PageState> {
  const { id } = entry.data.info;
  const { note, verdict, epoch } = entry;
  if (note && note.link !== '') {
    const url = new URL(note.link, 'http://page.invalid');
    const page = parse(url);
    // the run may have another id here than where the note was written
    const runs = page.runs.includes(id) ? page.runs : [id];
    return { ...page, runs, focus: id, project: null, theme: from.theme, beside: besideOf(page.view, page.beside) };
  }
  const runs = from.runs.includes(id) ? from.runs : [id];
  const at = { runs, focus: id, project: null, ...(epoch > 0 ? { epoch } : {}) };
  if (verdict)
    return {
      ...at,
      view: VIEW_OF_RULE[verdict.rule] ?? 'overview',
      ...(verdict.layer ? { layer: verdict.layer } : {}),
    };
  return { ...at, view: 'overview' };
}
