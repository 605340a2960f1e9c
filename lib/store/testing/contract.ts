import { expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { editContract } from './edit-contract.ts';
import { runContract } from './run-contract.ts';
import { scalarContract } from './scalar-contract.ts';
import { snapshotContract } from './snapshot-contract.ts';
import type { WithStore } from './with-store.ts';
import { writeContract } from './write-contract.ts';

/** How a suite gets a store of its own, empty; the suite closes it. */
export type OpenEmpty = () => Promise<Store>;

/** What every implementation of {@link Store} must do. `name` goes into the titles. */
export function storeContract(name: string, open: OpenEmpty): void {
  const withStore: WithStore = (title, body) =>
    test(`${name}: ${title}`, async () => {
      const store = await open();
      try {
        await body(store);
      } finally {
        await store.close();
      }
    });
  runContract(withStore);
  scalarContract(withStore);
  snapshotContract(withStore);
  writeContract(withStore);
  editContract(withStore);

  withStore('closing twice is no error, and a closed store refuses with a clear one', async (store) => {
    await store.close();
    await store.close();
    await expect(store.listRuns()).rejects.toMatchObject({ code: 'store-closed' });
  });
}
