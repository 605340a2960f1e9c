import type { LimitsAnswer, OwnLimits } from '../analysis/verdicts/own-limits.ts';
import { messageOf, UnrolledError } from '../base/errors.ts';
import { API_BASE, type ErrorAnswer } from '../protocol/api-answers.ts';

/** The limits of the verdicts as the data folder has them. Rejects with the server's UnrolledError. */
export function loadLimits(fetchFn: typeof fetch, origin: string): Promise<LimitsAnswer> {
  return ask(fetchFn, origin, { cache: 'no-store' });
}

/** Keeps a person's own limits in the data folder, in place of those before. Rejects as {@link loadLimits}. */
export function saveLimits(fetchFn: typeof fetch, origin: string, own: OwnLimits): Promise<LimitsAnswer> {
  const headers = { 'content-type': 'application/json' };
  return ask(fetchFn, origin, { method: 'PUT', headers, body: JSON.stringify(own) });
}

async function ask(fetchFn: typeof fetch, origin: string, init: RequestInit): Promise<LimitsAnswer> {
  const response = await fetchFn(`${origin}${API_BASE}/limits`, init).catch((cause: unknown) => {
    const message = `Unrolled's server: ${messageOf(cause)} — is it still running? Try again when it is`;
    throw new UnrolledError('unreachable', message, { cause });
  });
  const answer = (await response.json()) as LimitsAnswer | ErrorAnswer;
  if ('error' in answer) throw new UnrolledError(answer.error.code, answer.error.message);
  return answer;
}
