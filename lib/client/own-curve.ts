import { CODE_LENGTH, lettersOf, numberOf } from './chart-code.ts';
import { CURVE_X, type CurveX } from './curve-x.ts';

/** What one chart has of its own where the others follow the settings of the page. Absent: as the page says. */
export interface OwnCurve {
  /** See `chartCode`. */
  readonly chart: string;
  readonly smoothing?: number;
  readonly x?: CurveX;
  readonly cut?: boolean;
}

const AXES = CURVE_X.length + 1;
const CUTS = 3;
/** Letters of one chart in a link: its code and what it has of its own. */
const LENGTH = CODE_LENGTH + 2;

/** As they stand in a link, one after another: a chart's code, then its smoothing, axis and outliers as one number in two letters. */
export function writeOwnCurves(owns: readonly OwnCurve[]): string {
  return owns
    .map(({ chart, smoothing, x, cut }) => {
      const hundredths = smoothing === undefined ? 0 : 1 + Math.round(smoothing * 100);
      const axis = x === undefined ? 0 : 1 + CURVE_X.indexOf(x);
      const cuts = cut === undefined ? 0 : cut ? 2 : 1;
      return chart + lettersOf((hundredths * AXES + axis) * CUTS + cuts, 2);
    })
    .join('');
}

/** The inverse of {@link writeOwnCurves}; of text that is something else none. Of one chart the first counts. */
export function readOwnCurves(text: string, most: number): readonly OwnCurve[] {
  if (text.length % LENGTH !== 0 || !/^[\w-]*$/.test(text)) return [];
  const found = new Map<string, OwnCurve>();
  for (let at = 0; at < text.length && found.size < most; at += LENGTH) {
    const own = readOne(text.slice(at, at + LENGTH));
    if (own && !found.has(own.chart)) found.set(own.chart, own);
  }
  return [...found.values()];
}

/** Null where it says nothing, or what there is not. */
function readOne(text: string): OwnCurve | null {
  const value = numberOf(text.slice(CODE_LENGTH));
  const cuts = value % CUTS;
  const axis = Math.floor(value / CUTS) % AXES;
  const hundredths = Math.floor(value / CUTS / AXES);
  if (value === 0 || hundredths > 100) return null;
  return {
    chart: text.slice(0, CODE_LENGTH),
    ...(hundredths === 0 ? {} : { smoothing: (hundredths - 1) / 100 }),
    ...(axis === 0 ? {} : { x: CURVE_X[axis - 1]! }),
    ...(cuts === 0 ? {} : { cut: cuts === 2 }),
  };
}
