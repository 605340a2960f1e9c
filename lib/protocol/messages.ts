import { z } from 'zod';

/** Longest run id the server looks up; ids are made by us and much shorter. */
const runId = z.string().min(1).max(200);

/** What a page has seen of a run: shape of `Cursor` in delta.ts. */
export const cursorSchema = z.object({
  series: z.record(z.string().regex(/^\d{1,15}$/), z.number()),
  moments: z.record(z.string().regex(/^\d{1,9}$/), z.number()),
  tensor: z.number().int().min(0),
  event: z.number().int().min(0),
  revision: z.number().int().min(0),
});

/**
 * `open`: follow a run. With `seen`, only what came after it is sent, once. With `outline` the first answer tells the series
 * but none of their points, which are fetched where they are shown; what comes later comes whole.
 */
export const openRequestSchema = z.object({
  runId,
  outline: z.boolean().optional(),
  seen: z
    .object({
      instance: z.string().max(100),
      store: z.string().max(100),
      seq: z.number().int().min(-1),
      cursor: cursorSchema,
    })
    .nullable(),
});

/** `close`: no longer follow a run. */
export const closeRequestSchema = z.object({ runId });

/** `attention`: a hidden page asks for a pause; what it missed comes in one delta when it is back. */
export const attentionRequestSchema = z.object({ paused: z.boolean() });

export type OpenRequest = z.infer<typeof openRequestSchema>;
export type CloseRequest = z.infer<typeof closeRequestSchema>;
export type AttentionRequest = z.infer<typeof attentionRequestSchema>;
