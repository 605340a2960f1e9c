import { createHash } from 'node:crypto';

/** `'sha256-…'` of every inline script in a page, each once, in order. */
export function inlineScriptHashes(html: string): readonly string[] {
  const hashes = new Set<string>();
  for (const [, attributes = '', source = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
    if (/\ssrc\s*=/i.test(attributes) || source === '') continue;
    hashes.add(`'sha256-${createHash('sha256').update(source, 'utf8').digest('base64')}'`);
  }
  return [...hashes];
}

/**
 * The Content-Security-Policy of a page: its own scripts, the inline ones it was exported with and no other, no eval,
 * no framing. Inline styles are ECharts' and React's. `hosts`: names of this server, for its socket.
 */
export function contentSecurityPolicy(scriptHashes: readonly string[], hosts: Iterable<string>): string {
  // 'self' covers ws: in today's browsers, not in those of a few years ago; an IPv6 name is no valid source
  const sockets = [...hosts].filter((host) => !host.startsWith('[')).map((host) => `ws://${host}`);
  return [
    "default-src 'self'",
    ['script-src', "'self'", ...scriptHashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ['connect-src', "'self'", ...sockets].join(' '),
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
