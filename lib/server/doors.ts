import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { UnrolledError } from '../base/errors.ts';

/** Names by which a browser on this machine reaches us. */
const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Who may talk to the server. */
export interface Doors {
  /** `Host` headers of this machine's own requests. */
  readonly hosts: ReadonlySet<string>;
  /** Accepted `Origin` headers; a request without one is no page's, or a page's own navigation. */
  readonly origins: ReadonlySet<string>;
  /** What strangers must know; null: there are no strangers let in. */
  readonly token: string | null;
}

/** Who asks. */
export interface Asking {
  readonly headers: IncomingHttpHeaders;
  /** Address of the other end of the connection. */
  readonly address: string | undefined;
}

/** The doors of a server on this port. `extraOrigins`: a development server that shows our pages. */
export function doorsOf(port: number, extraOrigins: readonly string[] = [], token: string | null = null): Doors {
  const hosts = LOCAL_NAMES.map((name) => (port === 80 ? name : `${name}:${port}`));
  const origins = new Set([...hosts.map((host) => `http://${host}`), ...extraOrigins]);
  return { hosts: new Set(hosts), origins, token };
}

/**
 * Lets in this machine's own requests, and whoever brings the token without being a page of another origin. A foreign
 * page can make a browser send requests here, and by rebinding its name to 127.0.0.1 even read the answers: it can forge
 * neither `Host` nor `Origin`. Another machine can forge both, but not where it connects from; what a proxy on this
 * machine says it asks for somebody elsewhere is that one's request.
 *
 * Throws UnrolledError `foreign-host`, `foreign-origin`, `token-needed` or `wrong-token`.
 */
export function checkDoors(asking: Asking, doors: Doors): void {
  const { headers } = asking;
  const hasToken = checkToken(headers, doors);
  const host = headers.host ?? '';
  if (!isOwnHost(asking, doors) && !hasToken) {
    if (doors.token !== null) throw tokenNeeded();
    throw new UnrolledError('foreign-host', `host: ${shown(host)} — open the dashboard as ${[...doors.hosts][0]}`);
  }
  const origin = headers.origin;
  if (origin !== undefined && !isOwnOrigin(origin, headers, doors, hasToken))
    throw new UnrolledError('foreign-origin', `origin: ${shown(origin)} — only the dashboard's own pages may ask`);
}

/**
 * Who may bring records: this machine's own requests, and anyone with the token, pages of other origins too.
 * Throws as {@link checkDoors}.
 */
export function checkIngestDoors(asking: Asking, doors: Doors): void {
  const { headers } = asking;
  if (checkToken(headers, doors)) return;
  const origin = headers.origin;
  const isOurs = isOwnHost(asking, doors) && (origin === undefined || doors.origins.has(origin.toLowerCase()));
  if (isOurs) return;
  if (doors.token !== null) throw tokenNeeded();
  const who = origin === undefined ? `host: ${shown(headers.host ?? '')}` : `origin: ${shown(origin)}`;
  throw new UnrolledError(
    origin === undefined ? 'foreign-host' : 'foreign-origin',
    `${who} — to let it record here, start the server with UNROLLED_TOKEN set and give the same token as { server: { url, token } }`,
  );
}

/** True when the right token was brought; throws `wrong-token` for another one. */
function checkToken({ authorization }: IncomingHttpHeaders, { token }: Doors): boolean {
  const brought = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (authorization === undefined) return false;
  if (token !== null && brought !== undefined && isSame(brought, token)) return true;
  throw new UnrolledError(
    'wrong-token',
    token === null
      ? 'token: this server was started without one — start it with UNROLLED_TOKEN set, or send none'
      : 'token: not the one this server was started with — give the text of its UNROLLED_TOKEN',
  );
}

/** Compares in a time that tells nothing of where two texts differ, nor of their lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(a), digest(b));
}

function isOwnHost({ headers, address }: Asking, { hosts }: Doors): boolean {
  return isLoopback(address) && !isOfAnother(headers) && hosts.has((headers.host ?? '').toLowerCase());
}

/** A proxy on this machine hands on what somebody elsewhere asks: it says so, or passes on a Host that is not ours. */
function isOfAnother({ forwarded, ...headers }: IncomingHttpHeaders): boolean {
  const told = [headers['x-forwarded-for'], headers['x-real-ip']].flat();
  const addresses = told.flatMap((value) => value?.split(',') ?? []);
  return forwarded !== undefined || addresses.some((address) => !isLoopback(address.trim()));
}

/** With the token, a page this server itself has served under another name is its own too. */
function isOwnOrigin(origin: string, { host }: IncomingHttpHeaders, { origins }: Doors, hasToken: boolean): boolean {
  return origins.has(origin.toLowerCase()) || (hasToken && origin.toLowerCase() === `http://${host?.toLowerCase()}`);
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(address);
}

function tokenNeeded(): UnrolledError {
  return new UnrolledError('token-needed', 'token: none — send the one the server was started with as a Bearer token');
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, 100));
}
