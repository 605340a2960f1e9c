/** Where the spoken digits come from and on what terms. */
export const DIGITS_SOURCE: string;

/** The spoken digits as an .npz file in the cache, fetched once; or why they cannot be had. */
export function ensureDigits(): Promise<{ path: string } | { reason: string }>;
