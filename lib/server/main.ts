import { parseArgs } from 'node:util';
import { messageOf, UnrolledError } from '../base/errors.ts';
import { startServer } from './server.ts';

const USAGE = 'node lib/server/main.ts --dir DATA --port PORT [--host HOST] [--allow-origin URL]';

try {
  const server = await startServer(readOptions());
  if (!server.hasDashboard) console.warn('the dashboard is not built yet: run npm run build, then reload the page');
  console.log(`listening on ${server.url}`);
  const stop = () => {
    // a second Ctrl-C, or a client that does not let go, ends it at once
    setTimeout(() => process.exit(0), 2_000).unref();
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: process.env.UNROLLED_DIR ?? 'data' },
      port: { type: 'string', default: process.env.PORT ?? '6116' },
      host: { type: 'string', default: process.env.UNROLLED_HOST || 'localhost' },
      'allow-origin': { type: 'string', multiple: true, default: [] },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    throw new UnrolledError('bad-option', `port: ${JSON.stringify(values.port)} is no port — ${USAGE}`);
  const token = process.env.UNROLLED_TOKEN || null;
  return { dir: values.dir, port, host: values.host, token, extraOrigins: values['allow-origin'] };
}
