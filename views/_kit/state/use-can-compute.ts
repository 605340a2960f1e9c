import type { ConnectionStatus } from '../../../lib/client/contract.ts';
import { useKit } from './kit-context.ts';
import { useFrameStore } from './use-frame-store.ts';

const isPage = ({ server }: ConnectionStatus) => server?.readOnly?.file === null;

/** Whether a run's weights can be computed with: not in a page that holds its run itself and lacks TensorFlow.js. */
export function useCanCompute(): boolean {
  return !useFrameStore(useKit().client.connection, isPage);
}
