import { codesOf } from './chart-code.ts';
import { CURVE_X, type CurveX } from './curve-x.ts';
import { type OwnCurve, readOwnCurves, writeOwnCurves } from './own-curve.ts';
import { isSeen } from './seen-keys.ts';
import { encodedName, packQuery, type QueryPair, unpackQuery } from './short-query.ts';

/** The views of the dashboard; each is a path: `/gradients/`, and `/` for the runs. */
export const VIEWS = ['runs', 'overview', 'gradients', 'states', 'attention', 'saliency', 'compare', 'events'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Gradient and state quantities: hidden state, cell state, or both together. */
export type Quantity = 'h' | 'c' | 'joint';

/** How a gradient flow is scaled: as it is, or each epoch by its own peak. */
export type FlowScale = 'absolute' | 'peak';

/** What the lower right of the Gradients view shows: lines of all runs, of a layer's weights, of a weight's gates, … */
export const DETAILS = ['norms', 'weights', 'gates', 'histogram', 'matrix', 'spectrum'] as const;
export type Detail = (typeof DETAILS)[number];

/** Whose values a histogram counts. */
export type Counted = 'weights' | 'gradients';

/** Which loss a gradient flow is of: of all steps together over the epochs, or of single steps at one epoch. */
export type FlowLoss = 'all' | 'single';

/** How an input is explained: see `SaliencyMethod`. */
export const SALIENCY_METHODS = [
  'integrated-gradients',
  'gradient×input',
  'gradient',
  'smooth-grad',
  'occlusion',
] as const;
export type SaliencyMethodName = (typeof SALIENCY_METHODS)[number];

/** What a map of frames shows: saliency over the input, or one of the two. */
export const SALIENCY_LAYERS = ['overlay', 'input', 'saliency'] as const;
export type SaliencyLayers = (typeof SALIENCY_LAYERS)[number];

/** How states are laid out, and in how many dimensions. */
export const PROJECTIONS = ['pca', 'tsne', 'umap'] as const;
export type Projection = (typeof PROJECTIONS)[number];

/** What the colour of a state means. */
export const POINT_COLOURS = ['time', 'class', 'guess', 'right'] as const;
export type PointColour = (typeof POINT_COLOURS)[number];

/** Whose trajectories are drawn: of the chosen sequence, of its class, of all. */
export const PATHS = ['one', 'class', 'all'] as const;
export type Paths = (typeof PATHS)[number];

/** In which order units stand: as numbered, those that move together, by their peak, by a gate, by a concept. */
export const UNIT_ORDERS = ['index', 'cluster', 'peak', 'gate', 'concept'] as const;
export type UnitOrderName = (typeof UNIT_ORDERS)[number];

/** What lies below the units × time map, and what below the trajectories. */
export const BELOW_UNITS = ['norms', 'history', 'line'] as const;
export type BelowUnits = (typeof BELOW_UNITS)[number];
export const BELOW_PATHS = ['gates', 'search', 'output', 'units', 'change', 'lyapunov', 'points'] as const;
export type BelowPaths = (typeof BELOW_PATHS)[number];

/** Perplexities of t-SNE to compare. */
export const PERPLEXITIES = [10, 30, 50] as const;

/** How attention weights are drawn: cells, or lines between the words. */
export type AttentionLook = 'matrix' | 'bundles';

export { CURVE_X, type CurveX };

/** What the Overview shows: what matters most on one page, or every series that was logged. */
export const OVERVIEW_SHEETS = ['summary', 'series'] as const;
export type OverviewSheet = (typeof OVERVIEW_SHEETS)[number];

/** Columns the charts of all series can stand in; 0: as many as there is room for. */
export const GRID_COLUMNS = [0, 1, 2, 3, 4, 6] as const;
export type GridColumns = (typeof GRID_COLUMNS)[number];

/** Which runs the list shows: those neither archived nor deleted, the archived, the deleted. */
export const SHELVES = ['shown', 'archived', 'bin'] as const;
export type Shelf = (typeof SHELVES)[number];
/** What runs that are compared are aligned by: epochs, optimizer steps, time since each began. */
export const ALIGNMENTS = ['epoch', 'step', 'relative'] as const satisfies readonly CurveX[];
export type Alignment = (typeof ALIGNMENTS)[number];

/** What a band around the mean of several runs is: see `BandKind`. */
export const BAND_KINDS = ['sd', 'ci', 'range'] as const;
export type BandName = (typeof BAND_KINDS)[number];

/** Whose values are laid over each other, and how: their share in each bin, or their quantiles. */
export const SPREADS_OF = ['gradients', 'weights', 'h', 'c'] as const;
export type SpreadOf = (typeof SPREADS_OF)[number];
export type SpreadAs = 'bins' | 'quantiles';

/**
 * A part of an axis of parallel coordinates: runs beyond it step back. Both ends are values of the axis, of categories
 * their index; −Infinity also takes in runs that have nothing there, Infinity those whose value is not finite.
 */
export interface Brush {
  /** Key of what the axis shows: `config:lr`. */
  readonly axis: string;
  readonly from: number;
  readonly to: number;
}

/** What the lower right of the Compare view shows. */
export const COMPARE_DETAILS = ['flow', 'states', 'attention', 'cka', 'scatter', 'parallel', 'spread'] as const;
export type CompareDetail = (typeof COMPARE_DETAILS)[number];

/** Colours of magnitudes 0…1. */
export type SequentialMap = 'seq' | 'cividis';

/**
 * Everything that makes a page what it is: what a link restores. Epochs and timesteps are 1-based as people see them;
 * units and sequences are 0-based indices. Null = not chosen, the view takes its default.
 */
export interface PageState {
  readonly view: ViewName;
  /** The view beside it, with the same playhead and cursors; never the list of runs, nor `view` itself. */
  readonly beside: ViewName | null;
  readonly project: string | null;
  /** Selected run ids in the order of their chips. Empty: the newest run of the project, followed. */
  readonly runs: readonly string[];
  /** The run whose details are shown; null or not among the selected: the first. */
  readonly focus: string | null;
  /** Where the playhead is; `live` = at the newest snapshot, whatever comes. */
  readonly epoch: number | 'live';
  /**
   * Where the playhead is along the axis that runs are aligned by, where that is not epochs: optimizer steps, or seconds since
   * each run began. Null: where the focused run's `epoch` ended.
   */
  readonly moment: number | null;
  readonly timestep: number | null;
  readonly layer: string | null;
  /** Path of the weight whose curves are picked out: `lstm_1/kernel`. */
  readonly weight: string | null;
  /** Null: what a view is best read by. Gradients: [h; c] where there is a c, as verdicts judge; else h. */
  readonly quantity: Quantity | null;
  readonly scale: FlowScale;
  readonly detail: Detail;
  /** Gate of a weight or of a spectrum: `f`, `mean Jacobian`; null: all of them, or the one that says most. */
  readonly gate: string | null;
  readonly counted: Counted;
  readonly flowLoss: FlowLoss;
  readonly unit: number | null;
  readonly sequence: number | null;
  /** What is explained: an output step of a model that writes, else a class; 0-based. */
  readonly target: number | null;
  /** Null: the method the run recorded. */
  readonly method: SaliencyMethodName | null;
  readonly saliencyLayers: SaliencyLayers;
  readonly projection: Projection;
  readonly dimensions: 2 | 3;
  /** How a 3-D picture is turned: degrees around the upright axis, and up; null: as it opens. */
  readonly turn: readonly [number, number] | null;
  readonly perplexity: (typeof PERPLEXITIES)[number];
  readonly pointColour: PointColour;
  readonly paths: Paths;
  readonly unitOrder: UnitOrderName;
  /** Key of the concept units are scored by; null: the one a unit follows most. */
  readonly concept: string | null;
  /** The epoch that states are compared with; null: none. */
  readonly reference: number | null;
  /** First and last timestep picked out of a map; null: none. */
  readonly range: readonly [number, number] | null;
  /** A class of the model's output, 0-based. */
  readonly classIndex: number | null;
  readonly belowUnits: BelowUnits;
  readonly belowPaths: BelowPaths;
  /** Head of an attention layer, 0-based; null: the mean of all. */
  readonly head: number | null;
  readonly attention: AttentionLook;
  readonly seqMap: SequentialMap;
  /** First and last epoch of epoch axes; null = all. */
  readonly window: readonly [number, number] | null;
  /** Null: as the browser prefers. */
  readonly theme: 'dark' | 'light' | null;
  /** Null: what a view's charts open with. */
  readonly curveX: CurveX | null;
  /** The x axis of lines is logarithmic. */
  readonly curveXLog: boolean;
  /** Charts whose y axis has the other scale than they open with, by their key. */
  readonly rescaled: readonly string[];
  /** Weight β of the moving average that smooths lines, 0 (none) … 0.99. */
  readonly smoothing: number;
  /** The y axis of lines is laid over the middle of their values; what lies beyond is marked at its edge. */
  readonly outliersCut: boolean;
  /** Part of the x axis of lines that is shown, in its own unit (steps, epochs, s, ms); null: all. */
  readonly zoom: readonly [number, number] | null;
  /** What single charts have of their own. */
  readonly ownCurves: readonly OwnCurve[];
  /** Charts that stand first, in their order, as `chartCode` names them; null: those this browser remembers. */
  readonly pinned: readonly string[] | null;
  readonly overviewSheet: OverviewSheet;
  /** Which series are listed: words, a pattern with * and ?, or a regular expression; empty: all. */
  readonly seriesText: string;
  /** Sections of series that are closed, as `chartCode` names them. */
  readonly shutSections: readonly string[];
  readonly gridColumns: GridColumns;
  /** The charts of all series open with a logarithmic y axis. */
  readonly gridLog: boolean;
  /** Metric and signal chosen in the Overview; null: the first. */
  readonly metric: string | null;
  readonly signal: string | null;
  /** Filter expression of the run list; empty: every run. */
  readonly filter: string;
  /** Column the run list is sorted by, `-` in front: descending; null: newest first. */
  readonly sort: string | null;
  /** Column the run list is grouped by. */
  readonly groupBy: string | null;
  /** Columns of the run list in their order; empty: what differs and has room. */
  readonly columns: readonly string[];
  readonly shelf: Shelf;
  /** Kinds of events that are listed; empty: all. */
  readonly eventKinds: readonly string[];
  /** Words that listed events hold. */
  readonly eventText: string;
  /** The run whose events are listed; null: of all selected. */
  readonly eventRun: string | null;
  /** Only events of the playhead's epoch. */
  readonly eventsHere: boolean;
  /** The run others are held against, one of `runs`; null: the first. */
  readonly referenceRun: string | null;
  readonly align: Alignment;
  /** What folds runs into groups: `seed`, `group`, `none`, or a setting as `config:units`; null: seeds where there are. */
  readonly fold: string | null;
  readonly band: BandName;
  /** Keys of the two series that are compared; null: what is best looked at first. */
  readonly compared: readonly [string | null, string | null];
  /** Settings that are the same in all runs are shown too. */
  readonly allSettings: boolean;
  readonly compareDetail: CompareDetail;
  /** What a scatter of runs lies over, a setting or a number of a series: `config:lr`, `best:loss:val`; null: what says most. */
  readonly scatterX: string | null;
  readonly scatterY: string | null;
  /** What the axes of parallel coordinates are, from left to right; empty: what differs, and the metrics. */
  readonly parallelAxes: readonly string[];
  /** Parts of axes among `parallelAxes` that runs must lie in, at most one an axis. */
  readonly brushes: readonly Brush[];
  /** What colours the lines of parallel coordinates; null: their groups. */
  readonly parallelColour: string | null;
  readonly spreadOf: SpreadOf;
  readonly spreadAs: SpreadAs;
}

export const DEFAULT_PAGE_STATE: PageState = {
  view: 'runs',
  beside: null,
  project: null,
  runs: [],
  focus: null,
  epoch: 'live',
  moment: null,
  timestep: null,
  layer: null,
  weight: null,
  quantity: null,
  scale: 'absolute',
  detail: 'norms',
  gate: null,
  counted: 'gradients',
  flowLoss: 'all',
  unit: null,
  sequence: null,
  target: null,
  method: null,
  saliencyLayers: 'overlay',
  projection: 'pca',
  dimensions: 2,
  turn: null,
  perplexity: 30,
  pointColour: 'time',
  paths: 'one',
  unitOrder: 'index',
  concept: null,
  reference: null,
  range: null,
  classIndex: null,
  belowUnits: 'norms',
  belowPaths: 'gates',
  head: null,
  attention: 'matrix',
  seqMap: 'seq',
  window: null,
  theme: null,
  curveX: null,
  curveXLog: false,
  rescaled: [],
  smoothing: 0,
  outliersCut: false,
  zoom: null,
  ownCurves: [],
  pinned: null,
  overviewSheet: 'summary',
  seriesText: '',
  shutSections: [],
  gridColumns: 0,
  gridLog: false,
  metric: null,
  signal: null,
  filter: '',
  sort: null,
  groupBy: null,
  columns: [],
  shelf: 'shown',
  eventKinds: [],
  eventText: '',
  eventRun: null,
  eventsHere: false,
  referenceRun: null,
  align: 'epoch',
  fold: null,
  band: 'sd',
  compared: [null, null],
  allSettings: false,
  compareDetail: 'flow',
  scatterX: null,
  scatterY: null,
  parallelAxes: [],
  brushes: [],
  parallelColour: null,
  spreadOf: 'gradients',
  spreadAs: 'bins',
};

/** Longest name a link may carry; longer ones are no ids of ours. */
const LONGEST = 512;
/** Longest filter a link may carry. */
const LONGEST_FILTER = 4_000;
/** Letters of a link beyond its runs. */
export const LINK_LENGTH = 300;
/** The parameter that carries others. */
const PACKED = 'z';
/** Longest search for series a link may carry. */
export const LONGEST_SEARCH = 120;
/** Most charts a link may pin, sections it may close, and charts with settings of their own. */
export const MOST_PINNED = 12;
const MOST_SHUT = 64;
const MOST_OWN = 16;
/** Most runs a link may select. */
const MOST_RUNS = 64;

function whole(text: string | undefined, least: number): number | null {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return null;
  const value = Number(text);
  return value >= least ? value : null;
}

function name(text: string | undefined): string | null {
  return text && text.length <= LONGEST ? text : null;
}

function oneOf<T extends string | null>(text: string | null | undefined, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === text) ?? otherwise;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** Parameters of a query string, still encoded; of repeated ones the last, of packed ones those that are not there by name. */
function parametersOf(search: string): ReadonlyMap<string, string> {
  const pairs = search
    .replace(/^\?/, '')
    .split('&')
    .map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const);
  const named = new Map(pairs.filter(([key]) => key !== ''));
  return new Map([...unpackQuery(named.get(PACKED) ?? ''), ...named]);
}

function windowOf(text: string | undefined): readonly [number, number] | null {
  const [first, last, more] = (text ?? '').split('-').map((part) => whole(part, 1));
  return first && last && more === undefined && first <= last ? [first, last] : null;
}

/** `1234` or `83.412`: steps, or seconds to the ms. */
function momentOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}(\.\d{1,3})?$/.test(text) ? Number(text) : null;
}

/** `35,-20`: degrees, whole. */
function turnOf(text: string | undefined): readonly [number, number] | null {
  const found = /^(-?\d{1,3}),(-?\d{1,2})$/.exec(text ?? '');
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/** `1.5,20`: two rising numbers. */
function zoomOf(text: string | undefined): readonly [number, number] | null {
  const [from, to, more] = (text ?? '').split(',').map((part) => (part === '' ? Number.NaN : Number(part)));
  return more === undefined && from !== undefined && to !== undefined && from < to ? [from, to] : null;
}

/** `1,0.001,0.01,3,0,1e999`: the place of an axis, from 1, and both ends, of each brush in the order of the axes. */
function brushesOf(text: string | undefined, axes: readonly string[]): readonly Brush[] {
  const numbers = (text ?? '').split(',').map((part) => (part === '' ? Number.NaN : Number(part)));
  const brushes = new Map<string, Brush>();
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    const [axis, from, to] = [axes[numbers[i]! - 1], numbers[i + 1]!, numbers[i + 2]!];
    if (axis !== undefined && from <= to) brushes.set(axis, { axis, from, to });
  }
  return [...brushes.values()];
}

function isAxis({ parallelAxes }: PageState, key: string | null): boolean {
  return key !== null && parallelAxes.includes(key);
}

function brushText(brushes: readonly Brush[], axes: readonly string[]): string | null {
  const end = (value: number) => (Number.isFinite(value) ? String(value) : value > 0 ? '1e999' : '-1e999');
  const parts = brushes.flatMap(({ axis, from, to }) =>
    axes.includes(axis) ? [`${axes.indexOf(axis) + 1},${end(from)},${end(to)}`] : [],
  );
  return parts.join(',') || null;
}

/** Names separated by commas, each encoded by itself. */
function namesOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(',').flatMap((part) => name(decoded(part)) ?? []))].slice(0, MOST_RUNS);
}

function viewOf(pathname: string): ViewName {
  const last = pathname.split('/').filter(Boolean).at(-1);
  return oneOf(last, VIEWS, 'runs');
}

/**
 * A page after a change: what names an epoch, or another axis to align by, puts the playhead at the end of an epoch again,
 * unless it says where.
 */
export function changed(state: PageState, change: Partial<PageState>): PageState {
  const isPut = ('epoch' in change || 'align' in change) && !('moment' in change);
  const next = { ...state, ...change, ...(isPut ? { moment: null } : {}) };
  return { ...next, beside: besideOf(next.view, next.beside) };
}

/** What may stand beside a view: another one that is no list; null where that makes no sense. */
export function besideOf(view: ViewName, beside: ViewName | null): ViewName | null {
  return view === 'runs' || beside === 'runs' || beside === view ? null : beside;
}

/** The page a URL stands for. Never throws: what is missing or makes no sense becomes its default. */
export function parse(url: { readonly pathname: string; readonly search: string }): PageState {
  const raw = parametersOf(url.search);
  const text = (key: string) => (raw.has(key) ? decoded(raw.get(key) ?? '') : undefined);
  const theme = text('theme');
  const view = viewOf(url.pathname);
  const runs = namesOf(raw.get('runs'));
  // by its place among the runs: an id a second time would make the link long
  const runAt = (key: string) => runs[(whole(text(key), 1) ?? 0) - 1] ?? null;
  return {
    view,
    beside: besideOf(view, oneOf<ViewName | null>(text('beside'), VIEWS, null)),
    project: name(text('project')),
    runs,
    focus: runAt('at') ?? name(text('focus')),
    epoch: whole(text('epoch'), 1) ?? 'live',
    moment: momentOf(text('m')),
    timestep: whole(text('t'), 1),
    layer: name(text('layer')),
    weight: name(text('weight')),
    quantity: oneOf<Quantity | null>(text('q') ?? null, ['h', 'c', 'joint'], null),
    scale: oneOf(text('scale'), ['absolute', 'peak'], 'absolute'),
    detail: oneOf(text('show'), DETAILS, 'norms'),
    gate: name(text('gate')),
    counted: oneOf<Counted>(text('of'), ['weights', 'gradients'], 'gradients'),
    flowLoss: oneOf<FlowLoss>(text('loss'), ['all', 'single'], 'all'),
    unit: whole(text('unit'), 0),
    sequence: whole(text('seq'), 0),
    target: whole(text('target'), 0),
    method: oneOf<SaliencyMethodName | null>(text('method') ?? null, SALIENCY_METHODS, null),
    saliencyLayers: oneOf(text('map'), SALIENCY_LAYERS, 'overlay'),
    projection: oneOf<Projection>(text('proj'), PROJECTIONS, 'pca'),
    dimensions: text('dim') === '3' ? 3 : 2,
    turn: turnOf(text('turn')),
    perplexity: PERPLEXITIES.find((each) => String(each) === text('perp')) ?? 30,
    pointColour: oneOf<PointColour>(text('by'), POINT_COLOURS, 'time'),
    paths: oneOf<Paths>(text('paths'), PATHS, 'one'),
    unitOrder: oneOf<UnitOrderName>(text('order'), UNIT_ORDERS, 'index'),
    concept: name(text('concept')),
    reference: whole(text('ref'), 1),
    range: windowOf(text('range')),
    classIndex: whole(text('class'), 0),
    belowUnits: oneOf<BelowUnits>(text('low'), BELOW_UNITS, 'norms'),
    belowPaths: oneOf<BelowPaths>(text('side'), BELOW_PATHS, 'gates'),
    head: whole(text('head'), 0),
    attention: oneOf<AttentionLook>(text('as'), ['matrix', 'bundles'], 'matrix'),
    seqMap: oneOf<SequentialMap>(text('colours'), ['seq', 'cividis'], 'seq'),
    window: windowOf(text('window')),
    theme: theme === 'dark' || theme === 'light' ? theme : null,
    curveX: oneOf<CurveX | null>(text('x') ?? null, CURVE_X, null),
    curveXLog: text('xlog') === '1',
    rescaled: namesOf(raw.get('y')),
    smoothing: Math.min(99, whole(text('smooth'), 0) ?? 0) / 100,
    outliersCut: text('cut') === '1',
    zoom: zoomOf(text('zoom')),
    ownCurves: readOwnCurves(text('own') ?? '', MOST_OWN),
    pinned: raw.has('pins') ? codesOf(text('pins') ?? '', MOST_PINNED) : null,
    overviewSheet: oneOf<OverviewSheet>(text('sheet'), OVERVIEW_SHEETS, 'summary'),
    seriesText: (text('find') ?? '').slice(0, LONGEST_SEARCH),
    shutSections: codesOf(text('shut') ?? '', MOST_SHUT),
    gridColumns: GRID_COLUMNS.find((each) => String(each) === text('cols')) ?? 0,
    gridLog: text('ylog') === '1',
    metric: name(text('metric')),
    signal: name(text('signal')),
    filter: (text('f') ?? '').slice(0, LONGEST_FILTER),
    sort: name(text('s')),
    groupBy: name(text('g')),
    columns: namesOf(raw.get('c')),
    shelf: oneOf<Shelf>(text('in'), SHELVES, 'shown'),
    eventKinds: namesOf(raw.get('ek')),
    eventText: (text('ev') ?? '').slice(0, LONGEST),
    eventRun: runAt('en') ?? name(text('er')),
    eventsHere: text('ee') === '1',
    referenceRun: runAt('pin'),
    align: oneOf<Alignment>(text('align'), ALIGNMENTS, 'epoch'),
    fold: name(text('fold')),
    band: oneOf<BandName>(text('band'), BAND_KINDS, 'sd'),
    compared: [name(text('y1')), name(text('y2'))],
    allSettings: text('cfg') === 'all',
    compareDetail: oneOf<CompareDetail>(text('below'), COMPARE_DETAILS, 'flow'),
    scatterX: name(text('sx')),
    scatterY: name(text('sy')),
    parallelAxes: namesOf(raw.get('pa')),
    brushes: brushesOf(text('pb'), namesOf(raw.get('pa'))),
    parallelColour: namesOf(raw.get('pa'))[(whole(text('pi'), 1) ?? 0) - 1] ?? name(text('pc')),
    spreadOf: oneOf<SpreadOf>(text('so'), SPREADS_OF, 'gradients'),
    spreadAs: oneOf<SpreadAs>(text('sa'), ['bins', 'quantiles'], 'bins'),
  };
}

/**
 * The URL (path and query) that {@link parse} turns back into this state, at most {@link LINK_LENGTH} long beyond its runs as
 * far as that can be: one that would be longer leaves out what neither of its views shows, and packs the rest.
 */
export function format(state: PageState): string {
  const whole = formatWhole(state);
  if (lengthBeyondRuns(whole) <= LINK_LENGTH) return whole;
  const seen = pairsOf(state).filter(([key]) => isSeen(key, seenViews(state), state.compareDetail));
  const readable = linkOf(state.view, seen);
  if (lengthBeyondRuns(readable) <= LINK_LENGTH) return readable;
  const isKept = ([key]: QueryPair) => key === 'runs' || key === 'project';
  const { packed, left } = packQuery(seen.filter((pair) => !isKept(pair)));
  const short = linkOf(state.view, [...seen.filter(isKept), ...left, [PACKED, packed]]);
  return short.length < readable.length ? short : readable;
}

/** The views that can be seen, of the Overview also which of its sheets. */
export function seenViews({ view, beside, overviewSheet }: PageState): readonly string[] {
  const views = [view, besideOf(view, beside)].filter((each) => each !== null);
  return views.includes('overview') ? [...views, `overview ${overviewSheet}`] : views;
}

/** The same with every choice by its name, however long. */
export function formatWhole(state: PageState): string {
  return linkOf(state.view, pairsOf(state));
}

/** Letters of a link without those of its runs. */
export function lengthBeyondRuns(link: string): number {
  return link.length - (/[?&]runs=([^&]*)/.exec(link)?.[1]?.length ?? 0);
}

function linkOf(view: ViewName, pairs: readonly QueryPair[]): string {
  const query = pairs.map(([key, value]) => `${key}=${value}`).join('&');
  const path = view === 'runs' ? '/' : `/${view}/`;
  return query ? `${path}?${query}` : path;
}

/** What differs from the default, as parameters of a link. */
export function pairsOf(state: PageState): readonly QueryPair[] {
  const placeOf = (run: string | null) => state.runs.indexOf(run ?? '') + 1 || null;
  const pairs: readonly (readonly [string, string | number | null])[] = [
    ['beside', besideOf(state.view, state.beside)],
    ['project', state.project && encodedName(state.project)],
    ['runs', state.runs.map(encodedName).join(',') || null],
    ['at', state.focus === state.runs[0] ? null : placeOf(state.focus)],
    ['focus', state.focus && placeOf(state.focus) === null ? encodedName(state.focus) : null],
    ['epoch', state.epoch === 'live' ? null : state.epoch],
    ['m', state.moment],
    ['t', state.timestep],
    ['layer', state.layer && encodedName(state.layer)],
    ['weight', state.weight && encodedName(state.weight)],
    ['q', state.quantity],
    ['scale', state.scale === 'absolute' ? null : state.scale],
    ['show', state.detail === 'norms' ? null : state.detail],
    ['gate', state.gate && encodedName(state.gate)],
    ['of', state.counted === 'gradients' ? null : state.counted],
    ['loss', state.flowLoss === 'all' ? null : state.flowLoss],
    ['unit', state.unit],
    ['seq', state.sequence],
    ['target', state.target],
    ['method', state.method && encodedName(state.method)],
    ['map', state.saliencyLayers === 'overlay' ? null : state.saliencyLayers],
    ['proj', state.projection === 'pca' ? null : state.projection],
    ['dim', state.dimensions === 2 ? null : state.dimensions],
    ['turn', state.turn?.join(',') ?? null],
    ['perp', state.perplexity === 30 ? null : state.perplexity],
    ['by', state.pointColour === 'time' ? null : state.pointColour],
    ['paths', state.paths === 'one' ? null : state.paths],
    ['order', state.unitOrder === 'index' ? null : state.unitOrder],
    ['concept', state.concept && encodedName(state.concept)],
    ['ref', state.reference],
    ['range', state.range?.join('-') ?? null],
    ['class', state.classIndex],
    ['low', state.belowUnits === 'norms' ? null : state.belowUnits],
    ['side', state.belowPaths === 'gates' ? null : state.belowPaths],
    ['head', state.head],
    ['as', state.attention === 'matrix' ? null : state.attention],
    ['colours', state.seqMap === 'seq' ? null : state.seqMap],
    ['window', state.window?.join('-') ?? null],
    ['theme', state.theme],
    ['x', state.curveX],
    ['xlog', state.curveXLog ? 1 : null],
    ['y', state.rescaled.map(encodedName).join(',') || null],
    ['smooth', state.smoothing === 0 ? null : Math.round(state.smoothing * 100)],
    ['cut', state.outliersCut ? 1 : null],
    ['zoom', state.zoom?.join(',') ?? null],
    ['own', writeOwnCurves(state.ownCurves) || null],
    // a link says so where nothing is pinned: what a browser remembers is not meant
    ['pins', state.pinned && (state.pinned.join('') || 0)],
    ['sheet', state.overviewSheet === 'summary' ? null : state.overviewSheet],
    ['find', encodedName(state.seriesText) || null],
    ['shut', state.shutSections.join('') || null],
    ['cols', state.gridColumns || null],
    ['ylog', state.gridLog ? 1 : null],
    ['metric', state.metric && encodedName(state.metric)],
    ['signal', state.signal && encodedName(state.signal)],
    ['f', encodedName(state.filter) || null],
    ['s', state.sort && encodedName(state.sort)],
    ['g', state.groupBy && encodedName(state.groupBy)],
    ['c', state.columns.map(encodedName).join(',') || null],
    ['in', state.shelf === 'shown' ? null : state.shelf],
    ['ek', state.eventKinds.map(encodedName).join(',') || null],
    ['ev', encodedName(state.eventText) || null],
    ['en', placeOf(state.eventRun)],
    ['er', state.eventRun && placeOf(state.eventRun) === null ? encodedName(state.eventRun) : null],
    ['ee', state.eventsHere ? 1 : null],
    ['pin', placeOf(state.referenceRun)],
    ['align', state.align === 'epoch' ? null : state.align],
    ['fold', state.fold && encodedName(state.fold)],
    ['band', state.band === 'sd' ? null : state.band],
    ['y1', state.compared[0] && encodedName(state.compared[0])],
    ['y2', state.compared[1] && encodedName(state.compared[1])],
    ['cfg', state.allSettings ? 'all' : null],
    ['below', state.compareDetail === 'flow' ? null : state.compareDetail],
    ['sx', state.scatterX && encodedName(state.scatterX)],
    ['sy', state.scatterY && encodedName(state.scatterY)],
    ['pa', state.parallelAxes.map(encodedName).join(',') || null],
    ['pb', brushText(state.brushes, state.parallelAxes)],
    // an axis by its place, as brushes are
    ['pi', state.parallelAxes.indexOf(state.parallelColour ?? '') + 1 || null],
    ['pc', isAxis(state, state.parallelColour) ? null : state.parallelColour && encodedName(state.parallelColour)],
    ['so', state.spreadOf === 'gradients' ? null : state.spreadOf],
    ['sa', state.spreadAs === 'bins' ? null : state.spreadAs],
  ];
  return pairs.flatMap(([key, value]): QueryPair[] => (value === null || value === '' ? [] : [[key, String(value)]]));
}
