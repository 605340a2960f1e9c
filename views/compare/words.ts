import type { SeriesKey } from '../../lib/protocol/record.ts';
import { compareMessages as words } from './messages.ts';

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
