import type { Plot } from '../chart/plot.ts';
import { lastFinite } from '../marks/lines.ts';
import { number } from '../numbers.ts';
import type { Theme } from '../state/kit-context.ts';
import { runColour } from '../theme/tokens.ts';
import { type Curve, isPerStep } from './curve.ts';
import { curvesMessages as words } from './curves-messages.ts';

const KINDS: { readonly [kind in Curve['kind']]: string } = {
  'train-step': words.perStep,
  train: words.train,
  val: words.val,
  signal: '',
  steps: '',
  medians: '',
};
/** Dashes of lines that are not in the colour of a run, so that they differ by more than their place. */
const DASHES: readonly (readonly number[])[] = [[], [5, 2], [2, 2], [6, 2, 1, 2]];

/** Per step thin, per epoch strong, val dashed; what was picked out stronger than the rest. */
export function styleOf({ theme }: { readonly theme: Theme }, { kind, colour, quiet, isPicked = false }: Curve) {
  const hue = quiet === undefined ? runColour(theme.tokens, colour) : theme.tokens.fg3;
  if (kind === 'steps') return { colour: hue, width: 1, opacity: isPicked ? 0.4 : 0.22 };
  if (kind === 'medians') {
    // from the ninth run on colours come again, dashed
    const dash = quiet === undefined ? (colour >= 8 ? [5, 2] : []) : DASHES[quiet % DASHES.length]!;
    return { colour: hue, width: isPicked ? 2 : 1.5, dash };
  }
  if (kind === 'train-step') return { colour: hue, width: 1, opacity: 0.45 };
  if (kind === 'val') return { colour: hue, width: 2, dash: [5, 3] };
  return { colour: hue, width: 1.5 };
}

/** "lstm-64 val": what a line is; the run where there are several. */
export function labelOf({ kind, run, label }: Curve, isNamed: boolean): string {
  return [isNamed ? run : '', label, KINDS[kind]].filter(Boolean).join(' ');
}

/** The value a line ends with. */
export function lastOf({ ys, length }: Curve): string {
  return number(ys[length - 1] ?? Number.NaN);
}

/** Names at the ends of lines. Where epoch lines exist, the step line needs none. `raw`: the values, not their logarithms. */
export function endLabels(
  plot: Plot,
  drawn: readonly Curve[],
  raw: readonly Curve[],
  isNamed: boolean,
  isSmall: boolean,
) {
  const named = new Set<string>();
  const isOfEpochs = ({ kind }: Curve) => kind === 'train' || kind === 'medians';
  const hasEpochs = new Set(raw.filter(isOfEpochs).map(({ runId, label }) => `${runId} ${label}`));
  return drawn.flatMap((curve, index) => {
    if (isPerStep(curve) && hasEpochs.has(`${curve.runId} ${curve.label}`)) return [];
    // a small chart has room for the name of each run once; its dashes tell val from train
    if (isNamed && isSmall) {
      const name = [curve.run, curve.label].filter(Boolean).join(' ');
      if (named.has(name)) return [];
      named.add(name);
      return [labelAt(plot, curve, name)];
    }
    const last = isNamed || curve.kind === 'medians' ? '' : lastOf(raw[index]!);
    const text = [labelOf(curve, isNamed), last].filter(Boolean).join(' ');
    return [labelAt(plot, curve, text)];
  });
}

function labelAt(plot: Plot, curve: Curve, text: string) {
  const { colour } = styleOf(plot, curve);
  return { text, colour, y: plot.y(lastFinite(curve.ys, curve.length)), bold: curve.isPicked ?? false };
}
