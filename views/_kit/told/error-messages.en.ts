import type { Translatable } from '../language/language.ts';

/** What is said of an error: by its stable code, and in its own words "what: value — what to do". */
export const english = {
  text: (_code: string | null, detail: string) => detail,
};

export type ErrorWords = Translatable<typeof english>;
