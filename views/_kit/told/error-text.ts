import { messageOf } from '../../../lib/base/errors.ts';
import { errorMessages } from './error-messages.ts';

/** What a person is told of anything thrown, or of an error that was sent as `{ code, message }`. */
export function errorText(error: unknown): string {
  const { code, message } = typeof error === 'object' && error !== null ? (error as Partial<Sent>) : {};
  return errorMessages.text(
    typeof code === 'string' ? code : null,
    typeof message === 'string' ? message : messageOf(error),
  );
}

interface Sent {
  readonly code: unknown;
  readonly message: unknown;
}
