import type { RunData } from '../../../lib/client/run-data.ts';
import { recordedText } from '../../_kit/told/recorded-text.ts';

/** What a recorder calls what it measures, in the lines that say what it left out. */
export type Measured =
  | 'h'
  | 'c'
  | 'gates'
  | 'gate saturation'
  | 'units'
  | 'redundant units'
  | 'Lyapunov exponents'
  | 'Lyapunov spectrum'
  | 'fixed points'
  | 'representation change';

/** The last line that says what was left out of a layer's measurements, and why; null where nothing was. */
export function leftOut(data: Pick<RunData, 'events'>, layer: string, measured: readonly Measured[]): string | null {
  // As callbacks/measurements say it: "gates of lstm_1: 3 of 9 sequences kept — …", "units: not measured — …".
  const starts = measured.flatMap((name) => [
    `${name} of ${layer}:`,
    `${name}:`,
    ...(name === 'units' ? [`what units of ${layer} are:`] : []),
  ]);
  const event = data.events.findLast(
    ({ kind, message }) => kind === 'capture' && starts.some((start) => message.startsWith(start)),
  );
  return event ? recordedText(event) : null;
}
