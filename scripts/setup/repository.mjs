import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What Node needs to run our TypeScript from source: `unrolled/callbacks` then means callbacks/node.ts. */
export const sourceFlags = ['--conditions=unrolled-source'];
