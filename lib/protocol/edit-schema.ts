import { z } from 'zod';
import { label } from './ingest-schema.ts';

/** Longest text of a note, in characters. */
export const LONGEST_NOTE = 20_000;
/** Most tags of a run, and most runs changed by one request. */
const MOST_TAGS = 100;
const MOST_RUNS = 20_000;
const LONGEST_LINK = 8_000;

const name = label.trim().min(1, 'a text of at least one character is needed');
const tags = z
  .array(name)
  .max(MOST_TAGS, `at most ${MOST_TAGS} tags`)
  .transform((all) => [...new Set(all)]);

const edit = {
  group: name.nullable().optional(),
  tags: tags.optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  notes: z.string().max(1_000_000).optional(),
  archived: z.boolean().optional(),
  deleted: z.boolean().optional(),
};

/** Body of `PATCH /api/v1/runs/:id`. */
export const runEditSchema = z.strictObject({ name: name.optional(), ...edit });

/** Body of `PATCH /api/v1/runs`: the same change of many runs, of all or of none. */
export const runsEditSchema = z.strictObject({
  ids: z.array(z.string().min(1).max(200)).min(1).max(MOST_RUNS, `at most ${MOST_RUNS} runs at a time`),
  edit: z.strictObject(edit),
});

const noteText = z
  .string()
  .max(LONGEST_NOTE, `at most ${LONGEST_NOTE} characters`)
  .refine((text) => text.trim() !== '', 'a text is needed');

/** Body of `POST /api/v1/runs/:id/notes`. */
export const newNoteSchema = z.strictObject({
  text: noteText,
  author: name.nullable().default(null),
  epoch: z.number().int().min(0).max(2_147_483_647).nullable().default(null),
  step: z.number().min(0).max(Number.MAX_SAFE_INTEGER).nullable().default(null),
  view: z
    .string()
    .regex(/^[a-z-]{1,40}$/, 'the name of a view is needed, such as states')
    .nullable()
    .default(null),
  // a path of this page, never another site
  link: z
    .string()
    .max(LONGEST_LINK)
    .regex(/^(\/(?![/\\]).*)?$/, 'path and query of this dashboard are needed, such as /states/?epoch=3')
    .default(''),
});

/** Body of `PATCH /api/v1/runs/:id/notes/:note`. */
export const noteEditSchema = z.strictObject({ text: noteText.optional(), deleted: z.boolean().optional() });

/** Path of `/api/v1/runs/:id/notes/:note`. */
export const noteParamsSchema = z.object({
  id: z.string().min(1).max(200),
  note: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
