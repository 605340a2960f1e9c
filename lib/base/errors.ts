/**
 * An expected failure. The message reads "what: value — what to do"; `code` is stable and kebab-case.
 * The cause, where there is one, is kept.
 */
export class UnrolledError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnrolledError';
    this.code = code;
  }
}

/** A programmer's error, not an expected failure: throws at once. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
