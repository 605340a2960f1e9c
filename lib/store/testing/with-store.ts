import type { Store } from '../store.ts';

/** Registers one test of a suite; the store is its own and empty. */
export type WithStore = (title: string, body: (store: Store) => Promise<void>) => void;
