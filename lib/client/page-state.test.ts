import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ALIGNMENTS,
  BAND_KINDS,
  BELOW_PATHS,
  BELOW_UNITS,
  besideOf,
  CURVE_X,
  DEFAULT_PAGE_STATE,
  DETAILS,
  format,
  PATHS,
  type PageState,
  PERPLEXITIES,
  POINT_COLOURS,
  PROJECTIONS,
  parse,
  SALIENCY_LAYERS,
  SALIENCY_METHODS,
  SHELVES,
  UNIT_ORDERS,
  VIEWS,
} from './page-state.ts';

const open = (link: string) => parse(new URL(link, 'http://localhost'));
const id = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const index = (least: number) => fc.option(fc.integer({ min: least, max: 999_999 }));

const states: fc.Arbitrary<PageState> = fc
  .record({
    view: fc.constantFrom(...VIEWS),
    beside: fc.constantFrom(...VIEWS, null),
    project: fc.option(id),
    runs: fc.uniqueArray(id, { maxLength: 4 }),
    focus: fc.option(id),
    epoch: fc.oneof(fc.constant('live' as const), fc.integer({ min: 1, max: 99_999 })),
    timestep: index(1),
    layer: fc.option(id),
    weight: fc.option(id),
    quantity: fc.constantFrom('h' as const, 'c' as const, 'joint' as const, null),
    scale: fc.constantFrom('absolute' as const, 'peak' as const),
    detail: fc.constantFrom(...DETAILS),
    gate: fc.option(id),
    counted: fc.constantFrom('weights' as const, 'gradients' as const),
    flowLoss: fc.constantFrom('all' as const, 'single' as const),
    unit: index(0),
    sequence: index(0),
    target: index(0),
    method: fc.constantFrom(null, ...SALIENCY_METHODS),
    saliencyLayers: fc.constantFrom(...SALIENCY_LAYERS),
    projection: fc.constantFrom(...PROJECTIONS),
    dimensions: fc.constantFrom(2 as const, 3 as const),
    turn: fc.option(fc.tuple(fc.integer({ min: -180, max: 179 }), fc.integer({ min: -90, max: 90 }))),
    perplexity: fc.constantFrom(...PERPLEXITIES),
    pointColour: fc.constantFrom(...POINT_COLOURS),
    paths: fc.constantFrom(...PATHS),
    unitOrder: fc.constantFrom(...UNIT_ORDERS),
    concept: fc.option(id),
    reference: index(1),
    range: fc.option(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 900 }))),
    classIndex: index(0),
    belowUnits: fc.constantFrom(...BELOW_UNITS),
    belowPaths: fc.constantFrom(...BELOW_PATHS),
    head: index(0),
    attention: fc.constantFrom('matrix' as const, 'bundles' as const),
    seqMap: fc.constantFrom('seq' as const, 'cividis' as const),
    window: fc.option(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 900 }))),
    theme: fc.constantFrom('dark' as const, 'light' as const, null),
    curveX: fc.constantFrom(...CURVE_X),
    curveXLog: fc.boolean(),
    rescaled: fc.uniqueArray(id, { maxLength: 3 }),
    smoothing: fc.integer({ min: 0, max: 99 }).map((hundredths) => hundredths / 100),
    outliersCut: fc.boolean(),
    zoom: fc.option(fc.tuple(fc.integer({ min: -9, max: 50 }), fc.double({ min: 51, max: 2e12, noNaN: true }))),
    metric: fc.option(id),
    signal: fc.option(id),
    filter: fc.string(),
    sort: fc.option(id),
    groupBy: fc.option(id),
    columns: fc.uniqueArray(id, { maxLength: 3 }),
    shelf: fc.constantFrom(...SHELVES),
    eventKinds: fc.uniqueArray(id, { maxLength: 3 }),
    eventText: fc.string(),
    eventRun: fc.option(id),
    eventsHere: fc.boolean(),
    referenceRun: fc.option(fc.nat(3)),
    align: fc.constantFrom(...ALIGNMENTS),
    fold: fc.option(id),
    band: fc.constantFrom(...BAND_KINDS),
    compared: fc.tuple(fc.option(id), fc.option(id)),
    allSettings: fc.boolean(),
  })
  // of the runs that are selected
  .map(({ referenceRun, ...state }) => ({
    ...state,
    referenceRun: state.runs[referenceRun ?? -1] ?? null,
  }))
  // The first run is the focus when none is named, so naming it is no difference.
  .map((state) => (state.focus === state.runs[0] ? { ...state, focus: null } : state))
  .map((state) => ({ ...state, beside: besideOf(state.view, state.beside) }));

test('a link restores the page it was made from, whatever the names', () => {
  fc.assert(fc.property(states, (state) => void expect(open(format(state))).toEqual(state)));
});

test('beside a view stands another one of a run, or none', () => {
  expect(open('/states/?beside=gradients').beside).toBe('gradients');
  expect(['/states/?beside=states', '/?beside=states', '/states/?beside=runs', '/states/?beside=x'].map(open)).toEqual(
    ['/states/', '/', '/states/', '/states/'].map(open),
  );
});

test('the page without choices has an empty query', () => {
  expect(format(DEFAULT_PAGE_STATE)).toBe('/');
  expect(format({ ...DEFAULT_PAGE_STATE, view: 'gradients' })).toBe('/gradients/');
  expect(open('/')).toEqual(DEFAULT_PAGE_STATE);
});

test('a link stays short and readable', () => {
  const link = format({
    ...DEFAULT_PAGE_STATE,
    view: 'gradients',
    runs: ['a1', 'b2'],
    epoch: 24,
    timestep: 22,
    layer: 'rnn_1/cell_2',
    window: [1, 32],
  });
  expect(link).toBe('/gradients/?runs=a1,b2&epoch=24&t=22&layer=rnn_1/cell_2&window=1-32');
});

test('what makes no sense in a link becomes its default', () => {
  const state = open('/nowhere/?epoch=-3&t=x&window=9-2&q=z&theme=pink&runs=,,a,a&seq=1.5&unit=99999999999&focus=');
  expect(state).toEqual({ ...DEFAULT_PAGE_STATE, runs: ['a'] });
});

test('a broken escape or a hostile link never throws', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (link, tail) => {
      const url = new URL(link);
      parse({ pathname: url.pathname, search: `?runs=%E0%A4%A,${tail}&${tail}` });
    }),
  );
  expect(open('/?runs=%E0%A4%A,b').runs).toEqual(['b']);
});
