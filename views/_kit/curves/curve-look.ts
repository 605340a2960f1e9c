import type { OwnCurve } from '../../../lib/client/own-curve.ts';
import type { CurveX, PageState } from '../../../lib/client/page-state.ts';

/** How the lines of one chart are drawn: what the page says, but for what the chart has of its own. */
export interface CurveLook {
  readonly mode: CurveX;
  readonly isXLog: boolean;
  /** Part of the x axis that is shown; null: all. */
  readonly zoom: readonly [number, number] | null;
  readonly beta: number;
  readonly isCut: boolean;
  readonly isYLog: boolean;
  /** Whether its x axis is the one of the page, so that zoom and cursor mean it. */
  readonly isShared: boolean;
}

/** What a chart is, and what it opens with. */
export interface CurveOpening {
  /** Key of the chart in links. */
  readonly chart: string;
  readonly log: boolean;
  readonly x: CurveX;
}

/** What of the page's state a chart's look is made of. */
export type LookState = Pick<
  PageState,
  'curveX' | 'curveXLog' | 'zoom' | 'smoothing' | 'outliersCut' | 'rescaled' | 'ownCurves'
>;

/** How a chart's lines are drawn. A chart with an x axis of its own is neither zoomed nor logarithmic along it. */
export function curveLook(page: LookState, { chart, log, x }: CurveOpening): CurveLook {
  const own = ownOf(page.ownCurves, chart);
  const shared = page.curveX ?? x;
  const mode = own?.x ?? shared;
  const isShared = mode === shared;
  return {
    ...{ mode, isShared },
    isXLog: isShared && page.curveXLog,
    // a zoom without a named axis is one of steps
    zoom: isShared && shared === (page.curveX ?? 'step') ? page.zoom : null,
    beta: own?.smoothing ?? page.smoothing,
    isCut: own?.cut ?? page.outliersCut,
    isYLog: page.rescaled.includes(chart) ? !log : log,
  };
}

/** What a chart has of its own; null: nothing. */
export function ownOf(owns: readonly OwnCurve[], chart: string): OwnCurve | null {
  return owns.find((own) => own.chart === chart) ?? null;
}

/** With one setting of one chart changed; `undefined`: it follows the page again. What has nothing of its own is no entry. */
export function withOwn(
  owns: readonly OwnCurve[],
  chart: string,
  change: { readonly [key in 'smoothing' | 'x' | 'cut']?: OwnCurve[key] | undefined },
): readonly OwnCurve[] {
  const { smoothing, x, cut } = { ...ownOf(owns, chart), ...change };
  const others = owns.filter((own) => own.chart !== chart);
  if (smoothing === undefined && x === undefined && cut === undefined) return others;
  return [
    ...others,
    {
      chart,
      ...(smoothing === undefined ? {} : { smoothing }),
      ...(x === undefined ? {} : { x }),
      ...(cut === undefined ? {} : { cut }),
    },
  ];
}
