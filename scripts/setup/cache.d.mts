/** The folder that outlives node_modules: Node, libtensorflow, data sets and the test browser live here. */
export function cacheRoot(env?: Record<string, string | undefined>): string;
/**
 * Fills the folder `name` of the cache once; an interrupted fill leaves nothing that looks finished. Returns its path.
 */
export function cached(name: string, fill: (scratch: string) => Promise<void>, root?: string): Promise<string>;
/** Runs `work` while no other process holds the lock `name`; a lock whose owner is gone is taken over. */
export function withLock<T>(name: string, root: string, work: () => Promise<T>): Promise<T>;
