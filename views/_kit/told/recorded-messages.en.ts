import type { EventRecord } from '../../../lib/protocol/record.ts';
import type { Verdict } from '../../../lib/protocol/verdict.ts';
import type { Translatable } from '../language/language.ts';

/** What was recorded of something that happened, and the verdict it speaks of, where it speaks of one. */
export interface RecordedLine extends Pick<EventRecord, 'kind' | 'message' | 'data'> {
  readonly verdict: Verdict | null;
}

/** Lines are recorded in English; another language says what they say by their data, or by their shape. */
export const english = {
  line: ({ message }: RecordedLine) => message,
};

export type RecordedWords = Translatable<typeof english>;
