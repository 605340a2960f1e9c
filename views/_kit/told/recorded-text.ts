import type { RunData } from '../../../lib/client/run-data.ts';
import { recordedMessages } from './recorded-messages.ts';

/**
 * What an event of a run says, in the page's language; what a training printed, and lines that are not known, as they are.
 * `verdicts` of the run: for the lines about one of them.
 */
export function recordedText(
  { kind, message, data }: RunData['events'][number],
  verdicts: RunData['verdicts'] = [],
): string {
  const verdict = verdicts.find(({ id }) => id === data.verdict) ?? null;
  return recordedMessages.line({ kind, message, data, verdict });
}
