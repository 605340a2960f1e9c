import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartCode } from './chart-code.ts';
import type { OwnCurve } from './own-curve.ts';
import {
  ALIGNMENTS,
  BAND_KINDS,
  BELOW_PATHS,
  BELOW_UNITS,
  besideOf,
  COMPARE_DETAILS,
  CURVE_X,
  changed,
  DEFAULT_PAGE_STATE,
  DETAILS,
  format,
  formatWhole,
  GRID_COLUMNS,
  LINK_LENGTH,
  LONGEST_SEARCH,
  lengthBeyondRuns,
  OVERVIEW_SHEETS,
  PATHS,
  type PageState,
  PERPLEXITIES,
  POINT_COLOURS,
  PROJECTIONS,
  pairsOf,
  parse,
  SALIENCY_LAYERS,
  SALIENCY_METHODS,
  SHELVES,
  SPREADS_OF,
  seenViews,
  UNIT_ORDERS,
  VIEWS,
} from './page-state.ts';
import { isSeen } from './seen-keys.ts';
import { packQuery } from './short-query.ts';

const open = (link: string) => parse(new URL(link, 'http://localhost'));
const id = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const end = fc.oneof(
  fc.constantFrom(-Infinity, Infinity, 0),
  fc.integer(),
  fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
);
const index = (least: number) => fc.option(fc.integer({ min: least, max: 999_999 }));

const code = fc.string().map(chartCode);
/** Something of its own, or it would be no entry. */
const own: fc.Arbitrary<OwnCurve> = fc
  .record(
    {
      chart: code,
      smoothing: fc.integer({ min: 0, max: 99 }).map((hundredths) => hundredths / 100),
      x: fc.constantFrom(...CURVE_X),
      cut: fc.boolean(),
    },
    { requiredKeys: ['chart'] },
  )
  .filter((each) => Object.keys(each).length > 1);

const states: fc.Arbitrary<PageState> = fc
  .record({
    view: fc.constantFrom(...VIEWS),
    beside: fc.constantFrom(...VIEWS, null),
    project: fc.option(id),
    runs: fc.uniqueArray(id, { maxLength: 4 }),
    focus: fc.option(id),
    epoch: fc.oneof(fc.constant('live' as const), fc.integer({ min: 1, max: 99_999 })),
    moment: fc.option(
      fc.oneof(
        fc.nat(),
        fc.nat(99_999_999).map((ms) => ms / 1_000),
      ),
    ),
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
    curveX: fc.constantFrom(...CURVE_X, null),
    curveXLog: fc.boolean(),
    rescaled: fc.uniqueArray(id, { maxLength: 3 }),
    smoothing: fc.integer({ min: 0, max: 99 }).map((hundredths) => hundredths / 100),
    outliersCut: fc.boolean(),
    zoom: fc.option(fc.tuple(fc.integer({ min: -9, max: 50 }), fc.double({ min: 51, max: 2e12, noNaN: true }))),
    ownCurves: fc.uniqueArray(own, { maxLength: 3, selector: ({ chart }) => chart }),
    pinned: fc.option(fc.uniqueArray(code, { maxLength: 5 })),
    overviewSheet: fc.constantFrom(...OVERVIEW_SHEETS),
    seriesText: fc.string({ maxLength: LONGEST_SEARCH }),
    shutSections: fc.uniqueArray(code, { maxLength: 5 }),
    gridColumns: fc.constantFrom(...GRID_COLUMNS),
    gridLog: fc.boolean(),
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
    compareDetail: fc.constantFrom(...COMPARE_DETAILS),
    scatterX: fc.option(id),
    scatterY: fc.option(id),
    parallelAxes: fc.uniqueArray(id, { maxLength: 4 }),
    brushes: fc.array(fc.tuple(end, end), { maxLength: 4 }),
    parallelColour: fc.option(id),
    spreadOf: fc.constantFrom(...SPREADS_OF),
    spreadAs: fc.constantFrom('bins' as const, 'quantiles' as const),
  })
  .map(({ brushes, ...state }) => ({
    ...state,
    brushes: state.parallelAxes.flatMap((axis, i) => {
      const [a, b] = brushes[i] ?? [];
      return a === undefined || b === undefined ? [] : [{ axis, from: Math.min(a, b), to: Math.max(a, b) }];
    }),
  }))
  // of the runs that are selected
  .map(({ referenceRun, ...state }) => ({
    ...state,
    referenceRun: state.runs[referenceRun ?? -1] ?? null,
  }))
  // The first run is the focus when none is named, so naming it is no difference.
  .map((state) => (state.focus === state.runs[0] ? { ...state, focus: null } : state))
  .map((state) => ({ ...state, beside: besideOf(state.view, state.beside) }));

/** Names as trainings give them, none of them short. */
const longNames = fc
  .record({
    layer: fc.constantFrom('lstm_1', 'rnn_1/cell_2', 'bidirectional_1/backward', 'time_distributed_1/conv_lstm_2'),
    weight: fc.constantFrom('kernel', 'recurrent_kernel', 'bias'),
    metric: fc.constantFrom('categoricalAccuracy', 'val_meanSquaredError'),
    filter: fc.constantFrom(
      'lr > 1e-3 and val_loss.best < 0.01 and tags has "baseline"',
      'config.optimizer = "adam" or status in (crashed, running)',
    ),
    setting: fc.constantFrom('optimizer.learning_rate', 'encoder.recurrent_dropout'),
  })
  .map(({ layer, weight, metric, filter, setting }) => ({
    ...{ layer, metric, filter, weight: `${layer}/${weight}`, gate: 'mean Jacobian', concept: 'position:start' },
    ...{ project: 'sentiment-of-reviews', signal: 'largest_singular_value', sort: `-${metric}.best` },
    ...{ groupBy: `config.${setting}`, fold: `config:${setting}`, eventText: 'vanishing gradients' },
    columns: ['status', 'health', `${metric}.best`, 'val_loss.last', `config.${setting}`, 'config.units', 'tags'],
    eventKinds: ['verdict', 'note', 'resume'],
    rescaled: ['loss', 'metrics', 'compare-1', 'compare-2'],
    compared: [
      `gradient_norm|layer:${layer}|weight:${layer}/${weight}`,
      `update_ratio|layer:${layer}|weight:${layer}/${weight}`,
    ] as const,
    scatterX: `config:${setting}`,
    scatterY: `last:${metric}:val`,
  }));

/** Everything that can be chosen, chosen. */
const WORST = {
  ...{
    epoch: 12_345,
    moment: 98_765.432,
    timestep: 1_200,
    quantity: 'joint',
    scale: 'peak',
    detail: 'histogram',
    counted: 'weights',
  },
  ...{ flowLoss: 'single', unit: 1_023, sequence: 127, target: 88, method: 'integrated-gradients', dimensions: 3 },
  ...{ saliencyLayers: 'saliency', projection: 'tsne', turn: [-120, -45], perplexity: 50, pointColour: 'class' },
  ...{ paths: 'class', unitOrder: 'cluster', reference: 12_200, range: [1_020, 1_188], classIndex: 9, head: 7 },
  ...{ belowUnits: 'history', belowPaths: 'lyapunov', attention: 'bundles', seqMap: 'cividis', theme: 'light' },
  ...{ window: [10_000, 12_345], curveX: 'relative', curveXLog: true, smoothing: 0.85, outliersCut: true },
  ...{ zoom: [1_234.125, 56_789.25], shelf: 'archived', eventsHere: true, align: 'relative', band: 'range' },
  ...{ allSettings: true, parallelAxes: [], brushes: [], parallelColour: null },
  ...{ overviewSheet: 'series', seriesText: 'recurrent_kernel', gridColumns: 4, gridLog: true },
  ...{ pinned: ['loss', 'acc', 'a/b', 'c/d'].map(chartCode), shutSections: ['a', 'b'].map(chartCode) },
  ownCurves: [
    { chart: chartCode('loss'), smoothing: 0.6, x: 'epoch' },
    { chart: chartCode('acc'), cut: true },
  ],
} as const satisfies Partial<PageState>;

test('a link restores the page it was made from, whatever the names', () => {
  fc.assert(fc.property(states, (state) => void expect(open(formatWhole(state))).toEqual(state)));
});

test('a link that is made shorter restores all that its views show', () => {
  const seen = (state: PageState) =>
    pairsOf(state).filter(([key]) => isSeen(key, seenViews(state), state.compareDetail));
  fc.assert(fc.property(states, (state) => void expect(seen(open(format(state)))).toEqual(seen(state))));
});

test('a link that is short enough leaves nothing out and names everything', () => {
  const few = fc.record({ page: states, keys: fc.subarray(Object.keys(DEFAULT_PAGE_STATE), { maxLength: 8 }) });
  fc.assert(
    fc.property(few, ({ page, keys }) => {
      const state = {
        ...DEFAULT_PAGE_STATE,
        ...Object.fromEntries(keys.map((key) => [key, page[key as keyof PageState]])),
      };
      const whole = formatWhole(state);
      if (lengthBeyondRuns(whole) <= LINK_LENGTH) expect(format(state)).toBe(whole);
      else expect(format(state).length).toBeLessThanOrEqual(whole.length);
    }),
  );
});

test('whatever was chosen in every view, a link is at most 300 letters long beyond its runs', () => {
  const long: fc.Arbitrary<PageState> = fc.record({ page: states, names: longNames }).map(({ page, names }) => {
    const runs = ['20261127-141502-a3f9', '20261127-141502-b771'];
    return { ...page, ...WORST, ...names, runs, focus: runs[1]!, eventRun: runs[1]!, referenceRun: runs[1]! };
  });
  fc.assert(
    fc.property(long, (state) => {
      expect(lengthBeyondRuns(format(state))).toBeLessThanOrEqual(LINK_LENGTH);
      // a new parameter needs a number at the end of KEYS in short-query.ts
      const { left } = packQuery(pairsOf(state));
      expect(left.filter(([key]) => key !== 'runs' && key !== 'project')).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('chosen axes, a brush and colours of parallel coordinates have room in a link of 300 letters, whatever else was chosen', () => {
  const runs = ['20261127-141502-a3f9', '20261127-141502-b771'];
  const chosen = fc.record({ page: states, names: longNames }).map(({ page, names }) => {
    const [setting, metric] = [names.fold, `last:${names.metric}:val`];
    const parallelAxes = [setting, 'config:units', 'best:loss:val', metric, 'config:own_setting'];
    return {
      ...{ ...page, ...WORST, ...names, runs, focus: runs[1]!, eventRun: runs[1]!, referenceRun: runs[1]! },
      ...{ view: 'compare' as const, beside: null, compareDetail: 'parallel' as const },
      ...{ parallelAxes, brushes: [{ axis: setting, from: 0.001, to: 0.25 }], parallelColour: metric },
    };
  });
  fc.assert(
    fc.property(chosen, (state) => void expect(lengthBeyondRuns(format(state))).toBeLessThanOrEqual(LINK_LENGTH)),
  );
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

test('what names an epoch or another axis puts the playhead at the end of an epoch, unless it says where', () => {
  const put = { ...DEFAULT_PAGE_STATE, align: 'step' as const, epoch: 3, moment: 120 };
  expect(changed(put, { epoch: 4 })).toMatchObject({ epoch: 4, moment: null });
  expect(changed(put, { align: 'relative' })).toMatchObject({ epoch: 3, moment: null });
  expect(changed(put, { epoch: 4, moment: 160 })).toMatchObject({ epoch: 4, moment: 160 });
  expect(changed(put, { focus: 'b' })).toMatchObject({ focus: 'b', epoch: 3, moment: 120 });
  expect(format(put)).toBe('/?epoch=3&m=120&align=step');
});
