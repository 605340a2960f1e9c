import type { FastifyInstance, FastifyReply } from 'fastify';
import { runParamsSchema } from '../protocol/api.ts';
import {
  newNoteSchema,
  noteEditSchema,
  noteParamsSchema,
  runEditSchema,
  runsEditSchema,
} from '../protocol/edit-schema.ts';
import { toJson } from '../protocol/packet.ts';
import type { RunEdit } from '../protocol/run-edit.ts';
import { checked } from './checked.ts';
import type { Hub } from './hub.ts';
import type { StoreWriter } from './store-writer.ts';

/** Names, tags, groups, notes, archive and bin: what people change of runs. To be registered under `/api/v1`. */
export function editRoutes(app: FastifyInstance, hub: Hub, writer: StoreWriter): void {
  // a data folder that is not there yet must not come to be by a question
  const open = async (runId?: string) => {
    const reader = hub.source.current();
    if (runId !== undefined) await reader.getRun(runId);
    return writer.open();
  };

  const edit = async (id: string, change: RunEdit, reply: FastifyReply) => {
    const store = await open(id);
    await store.editRuns([id], change, Date.now());
    return sendJson(reply, hub.judge((await store.getRun(id)).info));
  };

  app.patch('/runs/:id', (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    return edit(id, checked(runEditSchema, request.body), reply);
  });

  app.delete('/runs/:id', (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    return edit(id, { deleted: true }, reply);
  });

  app.post('/runs/:id/restore', (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    return edit(id, { deleted: false }, reply);
  });

  app.patch('/runs', async (request, reply) => {
    const { ids, edit: change } = checked(runsEditSchema, request.body);
    const store = await open();
    await store.editRuns(ids, change, Date.now());
    return sendJson(reply, { changed: new Set(ids).size });
  });

  app.delete('/bin', async (_request, reply) => sendJson(reply, await (await open()).emptyBin()));

  app.get('/runs/:id/notes', async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    return sendJson(reply, await hub.source.current().listNotes(id));
  });

  app.post('/runs/:id/notes', async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    const note = checked(newNoteSchema, request.body);
    const store = await open(id);
    return sendJson(reply.code(201), await store.addNote(id, note, Date.now()));
  });

  app.patch('/runs/:id/notes/:note', async (request, reply) => {
    const { id, note } = checked(noteParamsSchema, request.params);
    const change = checked(noteEditSchema, request.body);
    const store = await open(id);
    return sendJson(reply, await store.editNote(id, note, change, Date.now()));
  });

  app.delete('/runs/:id/notes/:note', async (request, reply) => {
    const { id, note } = checked(noteParamsSchema, request.params);
    const store = await open(id);
    return sendJson(reply, await store.editNote(id, note, { deleted: true }, Date.now()));
  });
}

function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.type('application/json').header('cache-control', 'no-store').send(toJson(value));
}
