import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contentSecurityPolicy } from './content-security.ts';
import { type HtmlPage, NOT_BUILT_PAGE, openPages, pathParts } from './pages.ts';

/** Serves the exported dashboard in `folder`; without one, a page that says how to build it. */
export async function serveDashboard(
  app: FastifyInstance,
  folder: string,
  hosts: () => Iterable<string>,
): Promise<void> {
  const pages = openPages(folder);
  await app.register(fastifyStatic, { root: folder, serve: false, decorateReply: true, dotfiles: 'deny' });

  const sendPage = (reply: FastifyReply, status: number, page: HtmlPage) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', contentSecurityPolicy(page.scriptHashes, hosts()))
      .send(page.html);

  const notFound = (reply: FastifyReply) => {
    const page = pages.notFound();
    return page ? sendPage(reply, 404, page) : reply.code(404).type('text/plain').send('Not found');
  };

  app.get('/*', (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (!pages.isBuilt()) return path === '/' ? sendPage(reply, 200, NOT_BUILT_PAGE) : notFound(reply);
    const page = pages.find(path);
    if (page) return sendPage(reply, 200, page);
    const parts = pathParts(path);
    if (parts === null || parts.length === 0) return notFound(reply);
    const file = parts.join('/');
    // names under _next/static carry a hash of their content
    return file.startsWith('_next/static/')
      ? reply.sendFile(file, { maxAge: '365d', immutable: true })
      : reply.sendFile(file, { maxAge: 0 });
  });

  app.setNotFoundHandler((_request, reply) => {
    // @fastify/static may have promised a long life before it found nothing
    reply.header('cache-control', 'no-store');
    return notFound(reply);
  });
}
