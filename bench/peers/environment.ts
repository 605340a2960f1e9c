import { pythonWith } from '../python.ts';

/** What the peers of the store are, exactly. */
const STORE_PEERS = ['tensorboard==2.21.0', 'trackio==0.43.0'];
/** What the peers of the projections are, exactly. */
export const PROJECTION_PEERS = ['numpy==2.4.6', 'scikit-learn==1.9.1', 'openTSNE==1.0.4'];

/** A Python that has the peers; throws where it can't be had: a bench without its rivals measures nothing. */
export function peerPython(peers: readonly string[] = STORE_PEERS): Promise<string> {
  const name = `bench-${peers.join('-').replaceAll('==', '-')}`;
  return pythonWith(name, peers, 'the peers of the bench need Python 3 with venv, and PyPI within reach');
}
