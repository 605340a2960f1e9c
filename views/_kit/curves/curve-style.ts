import type { Plot } from '../chart/plot.ts';
import { lastFinite } from '../marks/lines.ts';
import { number } from '../numbers.ts';
import type { Theme } from '../state/kit-context.ts';
import { runColour } from '../theme/tokens.ts';
import type { Curve } from './curve.ts';
import { curvesMessages as words } from './curves-messages.ts';

const KINDS: { readonly [kind in Curve['kind']]: string } = {
  'train-step': words.perStep,
  train: words.train,
  val: words.val,
  signal: '',
};

/** Per step thin, per epoch strong, val dashed. */
export function styleOf({ theme }: { readonly theme: Theme }, { kind, colour }: Curve) {
  const hue = runColour(theme.tokens, colour);
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
export function endLabels(plot: Plot, drawn: readonly Curve[], raw: readonly Curve[], isNamed: boolean) {
  const hasEpochs = new Set(raw.filter(({ kind }) => kind === 'train').map(({ runId, label }) => `${runId} ${label}`));
  return drawn.flatMap((curve, index) => {
    if (curve.kind === 'train-step' && hasEpochs.has(`${curve.runId} ${curve.label}`)) return [];
    const text = [labelOf(curve, isNamed), isNamed ? '' : lastOf(raw[index]!)].filter(Boolean).join(' ');
    const { colour } = styleOf(plot, curve);
    return [{ text, colour, y: plot.y(lastFinite(curve.ys, curve.length)) }];
  });
}
