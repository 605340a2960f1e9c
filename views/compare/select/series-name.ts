import { compareMessages as words } from '../messages.ts';
import type { SeriesKey } from './series.ts';

/** `val loss`, `memory_horizon lstm_1`. */
export function seriesName({ name, subset, layer }: SeriesKey): string {
  const of = subset ? words.subset(name, subset) : name;
  return layer ? words.ofLayer(of, layer) : of;
}
