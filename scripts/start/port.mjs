import { createServer } from 'node:net';

/**
 * Says at once, before any set-up, that the port is taken: no other one is chosen in silence.
 * @param {number} port
 */
export async function refuseBusyPort(port) {
  const code = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });
  if (code === 'EADDRINUSE') {
    throw new Error(
      `port ${port}: in use — another Unrolled may be open at http://localhost:${port}; ` +
        `stop it, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  if (code) throw new Error(`port ${port}: ${code} — choose another port: PORT=6117 npm start`);
}
