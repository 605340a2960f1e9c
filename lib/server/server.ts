import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { basename, join, resolve } from 'node:path';
import Fastify from 'fastify';
import { Server } from 'socket.io';
import { messageOf, UnrolledError } from '../base/errors.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import { INGEST_PATH } from '../protocol/ingest.ts';
import { leaveAddress } from './address-file.ts';
import { apiV1 } from './api-v1.ts';
import { serveDashboard } from './dashboard.ts';
import { DerivedFiles } from './derived-files.ts';
import { derivedRoute } from './derived-route.ts';
import { checkDoors, checkIngestDoors, type Doors, doorsOf } from './doors.ts';
import { editRoutes } from './edit-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { answerErrors, answerFrameworkError } from './http-errors.ts';
import { Hub } from './hub.ts';
import type { HubServer } from './hub-socket.ts';
import { importRoute } from './import-route.ts';
import { Ingest } from './ingest.ts';
import { allowOrigin, ingestRoute } from './ingest-route.ts';
import { dashboardFolder, packageRoot } from './package-root.ts';
import { StoreWriter } from './store-writer.ts';

export interface ServerOptions {
  /** Data folder; it need not exist yet. */
  readonly dir: string;
  /** One run in a file of its own (`unrolled export`), shown for reading in place of the folder. */
  readonly file?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** `localhost` (127.0.0.1 and, where there is one, ::1) unless told; anything else needs a token. */
  readonly host?: string;
  /** What other machines, and pages of other origins, must bring to record here; none unless given. */
  readonly token?: string | null;
  /** Folder of the exported dashboard; `out` beside package.json unless told. */
  readonly dashboard?: string;
  /** A development server that shows our pages: `http://localhost:3000`. */
  readonly extraOrigins?: readonly string[];
  /** Told of failures nobody else is told of; the console unless given. */
  readonly onError?: (error: unknown) => void;
}

/** A running server. */
export interface RunningServer {
  /** `http://localhost:6116` */
  readonly url: string;
  readonly port: number;
  /** Whether there is a dashboard to serve. */
  readonly hasDashboard: boolean;
  /** Lets go of the port, the pages and the store. */
  close(): Promise<void>;
}

/** Starts serving. Rejects with UnrolledError `port-taken`, `port-refused` or `bad-option`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const onError = options.onError ?? sayOnce((line) => console.error(line));
  const host = options.host ?? 'localhost';
  const token = options.token || null;
  checkToken(host, token);
  const root = packageRoot();
  const dashboard = options.dashboard ?? dashboardFolder();
  const instance = randomUUID();
  const file = options.file === undefined ? null : resolve(options.file);
  const hub = new Hub({ dir: resolve(options.dir), file, version: versionOf(root), instance, onError });
  // the port is known only when we listen; until then nothing is let in
  let doors: Doors = { hosts: new Set(), origins: new Set(), token: null };
  const writer = new StoreWriter(hub.source.file);
  const ingest = new Ingest(writer);

  const app = Fastify({
    genReqId: () => randomUUID(),
    bodyLimit: 1_000_000,
    frameworkErrors: answerFrameworkError,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 400 },
  });
  const io: HubServer = new Server(app.server, {
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: 1_000_000,
    allowRequest: (request, decide) => {
      try {
        checkDoors({ headers: request.headers, address: request.socket.remoteAddress }, doors);
        decide(null, true);
      } catch (error) {
        decide(messageOf(error), false);
      }
    },
  });
  io.on('connection', (socket) => hub.join(socket));

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const asking = { headers: request.headers, address: request.socket.remoteAddress };
    if (request.url.split('?', 1)[0] !== API_BASE + INGEST_PATH) checkDoors(asking, doors);
    else {
      allowOrigin(request, reply);
      // a preflight brings no token: it only says whether a page may ask
      if (request.method !== 'OPTIONS') checkIngestDoors(asking, doors);
    }
    if (file !== null) refuseChanges(request.method, file);
  });
  answerErrors(app, onError);
  await app.register(async (api) => exportRoutes(api, hub, { dashboard, dir: resolve(options.dir) }), {
    prefix: API_BASE,
  });
  await app.register(async (api) => apiV1(api, hub), { prefix: API_BASE });
  await app.register(async (api) => editRoutes(api, hub, writer), { prefix: API_BASE });
  await app.register(async (api) => importRoute(api, hub.source.file), { prefix: API_BASE });
  await app.register(async (api) => ingestRoute(api, ingest), { prefix: API_BASE });
  const derived = new DerivedFiles(resolve(options.dir));
  await app.register(async (api) => derivedRoute(api, hub, derived), { prefix: API_BASE });
  await serveDashboard(app, dashboard, () => doors.hosts);

  try {
    await hub.start();
    await app.listen({ port: options.port, host });
  } catch (error) {
    await hub.close();
    await io.close();
    await app.close();
    throw listenFailure(error, options.port, host);
  }
  const { port } = app.server.address() as AddressInfo;
  doors = doorsOf(port, options.extraOrigins, token);

  const url = `http://${LOCAL_HOSTS.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
  // trainings do not record into the file of one run
  const takeAddress = file === null ? leaveAddress(resolve(options.dir), url) : () => undefined;

  return {
    url,
    port,
    hasDashboard: existsSync(join(dashboard, 'index.html')),
    async close() {
      takeAddress();
      // ends the sockets; a page takes it as "reconnecting"
      await io.close();
      await app.close();
      await ingest.close();
      await writer.close();
      await hub.close();
    },
  };
}

/** What is not asked for reading is refused: the file of one run stays as it was exported. */
function refuseChanges(method: string, file: string): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  throw new UnrolledError(
    'read-only',
    `${basename(file)}: one run, opened for reading — to change it, bring it into a data folder: unrolled import FILE`,
  );
}

/** Hosts that are bound without a token. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '::1'];
/** Shorter tokens can be guessed. */
const TOKEN_LENGTH = 8;

function checkToken(host: string, token: string | null): void {
  if (token === null && !LOCAL_HOSTS.includes(host)) {
    throw new UnrolledError(
      'bad-option',
      `host: ${JSON.stringify(host)} — without a token only this machine is served: set UNROLLED_TOKEN to a secret text, or leave the host at localhost`,
    );
  }
  if (token !== null && !(token.length >= TOKEN_LENGTH && /^[\x21-\x7e]+$/.test(token))) {
    throw new UnrolledError(
      'bad-option',
      `UNROLLED_TOKEN: at least ${TOKEN_LENGTH} visible ASCII characters are needed`,
    );
  }
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** The same trouble again and again is said once a minute. */
function sayOnce(say: (line: string) => void): (error: unknown) => void {
  const saidMs = new Map<string, number>();
  return (error) => {
    const line = messageOf(error);
    if (Date.now() - (saidMs.get(line) ?? 0) < 60_000) return;
    if (saidMs.size > 100) saidMs.clear();
    saidMs.set(line, Date.now());
    say(line);
  };
}

function listenFailure(error: unknown, port: number, host: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new UnrolledError(
      'port-taken',
      `port: ${port} is taken — stop the other process or start with PORT=${port + 1} npm start`,
      { cause: error },
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new UnrolledError(
      'bad-option',
      `host: ${JSON.stringify(host)} is no address of this machine — give one of its own, or 0.0.0.0 for all`,
      { cause: error },
    );
  if (code === 'EACCES')
    return new UnrolledError(
      'port-refused',
      `port: ${port} is not allowed for this user — choose one above 1023: PORT=6116 npm start`,
      { cause: error },
    );
  return error;
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
