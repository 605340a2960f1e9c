import { join, resolve } from 'node:path';

const DEFAULT_PORT = 6116;

/**
 * What `npm start` was asked for. An unknown argument or a PORT that is none is an error that says what to do.
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @param {string} repository
 * @returns {{ train: boolean, port: number, dir: string }}
 */
export function readRequest(args, env, repository) {
  const unknown = args.find((each) => each !== '--train');
  if (unknown) throw new Error(`unknown option: ${unknown} — npm start [-- --train]`);
  const port = Number(env.PORT || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT: ${env.PORT} — give a number from 1 to 65535, such as PORT=6117 npm start`);
  }
  return { train: args.includes('--train'), port, dir: resolve(env.UNROLLED_DIR || join(repository, 'data')) };
}
