import type { Persistence } from './limits.ts';
import type { Reading } from './reading.ts';

/** A stretch of epochs during which a rule's condition lasted. Epochs as in `Verdict`. */
export interface Episode {
  readonly severity: 'warning' | 'critical';
  readonly onsetEpoch: number;
  readonly announcedEpoch: number;
  readonly endEpoch: number | null;
  /** The reading that set the severity. */
  readonly reading: Reading;
}

/**
 * Turns readings into episodes: one begins when the condition held at `announce` readings in a row (its onset is the
 * first of them, or since when its quantity had been out of its limit), becomes critical when as many critical ones came in a row, and ends when `clear` readings in a row
 * were clear (its end is the first of those). Between limit and clear mark nothing changes. A final reading is waited for no longer.
 * Adding readings never moves the onset or announcement of an episode found before: a test.
 */
export function episodesOf(readings: readonly Reading[], persistence: Persistence): Episode[] {
  const episodes: Episode[] = [];
  let open = null as Episode | null;
  let bad: Reading[] = [];
  let critical = 0;
  let well: Reading[] = [];
  for (const reading of readings) {
    if (reading.level === null) bad = [];
    else bad.push(reading);
    critical = reading.level === 'critical' ? critical + 1 : 0;
    // where the condition holds nothing is well, whatever else may be
    if (reading.clear && reading.level === null) well.push(reading);
    else well = [];
    if (open === null) {
      open =
        bad.length >= persistence.announce || (bad.length > 0 && reading.isFinal)
          ? begin(bad, critical >= persistence.announce, episodes.at(-1)?.endEpoch ?? 0)
          : null;
    } else if (well.length >= persistence.clear) {
      episodes.push({ ...open, endEpoch: well[0]!.epoch });
      open = null;
      bad = [];
      critical = 0;
    } else if (open.severity === 'warning' && critical >= persistence.announce) {
      open = { ...open, severity: 'critical', reading };
    }
  }
  return open === null ? episodes : [...episodes, open];
}

/** An episode of these readings. It reaches back to where its quantity got bad, not into the episode before. */
function begin(bad: readonly Reading[], critical: boolean, notBefore: number): Episode {
  const [first, last] = [bad[0]!, bad[bad.length - 1]!];
  return {
    severity: critical ? 'critical' : 'warning',
    onsetEpoch: Math.max(first.since ?? first.epoch, notBefore),
    announcedEpoch: last.epoch,
    endEpoch: null,
    reading: last,
  };
}
