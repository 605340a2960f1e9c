import { useMemo } from 'react';
import type { CurveX, PageState } from '../../../lib/client/page-state.ts';
import { usePageState } from '../state/use-page-state.ts';
import { type CurveLook, curveLook } from './curve-look.ts';

const modeOf = (state: PageState) => state.curveX;
const xLogOf = (state: PageState) => state.curveXLog;
const zoomOf = (state: PageState) => state.zoom;
const betaOf = (state: PageState) => state.smoothing;
const cutOf = (state: PageState) => state.outliersCut;
const rescaledOf = (state: PageState) => state.rescaled;
const ownCurvesOf = (state: PageState) => state.ownCurves;

/** How the lines of a chart are drawn now; the same object while nothing of it changed. */
export function useCurveLook(chart: string, log: boolean, x: CurveX): CurveLook {
  const curveX = usePageState(modeOf);
  const curveXLog = usePageState(xLogOf);
  const zoom = usePageState(zoomOf);
  const smoothing = usePageState(betaOf);
  const outliersCut = usePageState(cutOf);
  const rescaled = usePageState(rescaledOf);
  const ownCurves = usePageState(ownCurvesOf);
  return useMemo(
    () => curveLook({ curveX, curveXLog, zoom, smoothing, outliersCut, rescaled, ownCurves }, { chart, log, x }),
    [curveX, curveXLog, zoom, smoothing, outliersCut, rescaled, ownCurves, chart, log, x],
  );
}
