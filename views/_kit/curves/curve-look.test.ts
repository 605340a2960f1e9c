import { expect, test } from 'vitest';
import { DEFAULT_PAGE_STATE } from '../../../lib/client/page-state.ts';
import { curveLook, withOwn } from './curve-look.ts';

const OPENING = { chart: 'FecU', log: false, x: 'step' } as const;
const page = { ...DEFAULT_PAGE_STATE, smoothing: 0.6, zoom: [10, 20] as const };

test('a chart is drawn as the page says, but for what it has of its own', () => {
  expect(curveLook(page, OPENING)).toMatchObject({ mode: 'step', beta: 0.6, zoom: [10, 20], isCut: false });
  const ownCurves = [{ chart: 'FecU', smoothing: 0, cut: true }];
  expect(curveLook({ ...page, ownCurves }, OPENING)).toMatchObject({ beta: 0, isCut: true, zoom: [10, 20] });
  expect(curveLook({ ...page, ownCurves }, { ...OPENING, chart: 'abcd' })).toMatchObject({ beta: 0.6, isCut: false });
});

test('a zoom means charts along the axis it was made on, no others', () => {
  const own = { ...page, ownCurves: [{ chart: 'FecU', x: 'epoch' as const }] };
  expect(curveLook(own, OPENING)).toMatchObject({ mode: 'epoch', zoom: null, isShared: false });
  // steps by default, where a chart opens with epochs
  expect(curveLook(page, { ...OPENING, x: 'epoch' })).toMatchObject({ mode: 'epoch', zoom: null });
  expect(curveLook({ ...page, curveX: 'epoch' }, { ...OPENING, x: 'epoch' })).toMatchObject({ zoom: [10, 20] });
});

test('a chart that has nothing of its own any more is no entry', () => {
  const owns = withOwn([], 'FecU', { smoothing: 0.9, x: 'epoch' });
  expect(owns).toEqual([{ chart: 'FecU', smoothing: 0.9, x: 'epoch' }]);
  expect(withOwn(owns, 'FecU', { x: undefined })).toEqual([{ chart: 'FecU', smoothing: 0.9 }]);
  expect(withOwn(owns, 'FecU', { x: undefined, smoothing: undefined })).toEqual([]);
});
