/** Where the rated sentences come from and on what terms. */
export const SENTENCES_SOURCE: string;

/** The rated sentences as files in the cache, fetched once; or why they cannot be had. */
export function ensureSentences(): Promise<{ films: string; products: string } | { reason: string }>;
