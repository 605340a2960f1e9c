import type { z } from 'zod';
import { UnrolledError } from '../base/errors.ts';

/** Checks what came in. Throws UnrolledError `bad-request` that names the field. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') || 'request';
  throw new UnrolledError('bad-request', `${where}: ${issue?.message ?? 'is not valid'} — see docs/api.md`);
}
