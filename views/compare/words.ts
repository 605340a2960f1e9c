import type { SeriesKey } from '../../lib/protocol/record.ts';
import { number } from '../_kit/numbers.ts';
import { compareMessages as words } from './messages.ts';
import { plotsMessages as plots } from './plots-messages.ts';
import type { Dimension, RunValue } from './select/dimensions.ts';

/** How a series is named for a person: `loss val`, `gradient norm lstm_1/kernel`. */
export function seriesLabel({ name, context }: SeriesKey): string {
  const { subset, per, weight, layer, ...rest } = context;
  const parts = [name.replaceAll('_', ' '), subset, weight ?? layer, ...Object.values(rest)];
  return [...parts, per === 'step' ? words.perStep : ''].filter(Boolean).join(' ');
}

/** The label of a name in a link, without its series. */
export function labelOfName(name: string): string {
  const [first = '', ...parts] = name.split('|');
  const context = Object.fromEntries(parts.map((part) => [part.split(':', 1)[0]!, part.slice(part.indexOf(':') + 1)]));
  return seriesLabel({ name: first, context });
}

/** The name of what runs are laid out by; `withSide`: which number of a series it is, too. */
export function dimensionLabel(dimension: Dimension, withSide = true): string {
  if (dimension.kind === 'setting') return dimension.setting;
  const { metric, measure, side } = dimension;
  const name = metric ? seriesLabel({ name: metric.name, context: { subset: metric.subset } }) : labelOfName(measure);
  return withSide ? plots.sideOf(plots.sides[side], name) : name;
}

/** What a run has, as text. */
export function valueText(value: RunValue): string {
  if (value === undefined) return words.absent;
  return typeof value === 'number' ? number(value, 4) : value;
}
