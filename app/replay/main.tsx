// The page that holds its run itself: the frame and the views as they are, without Next, server or network.
import '../styles.ts';
import { createRoot } from 'react-dom/client';
import { hashUrl } from '../../lib/client/hash-url.ts';
import { createReplayClient } from '../../lib/client/replay/replay-client.ts';
import { REPLAY_PART } from '../../lib/protocol/replay.ts';
import { Frame } from '../frame/frame.tsx';
import type { PageHost } from '../frame/page-host.ts';
import { ReplayView } from './replay-view.tsx';

/** The script of the workers, which the build puts here. */
declare const REPLAY_WORKER: string;

const url = hashUrl(window, '/overview/');
const partOf = (name: string) => document.querySelector(`script[${REPLAY_PART}="${name}"]`)?.textContent ?? null;
// unpacking begins before anything is drawn
const client = createReplayClient(partOf, REPLAY_WORKER);
const host: PageHost = {
  makeClient: () => client,
  url: () => url,
  go: url.go,
  hrefOf: (link) => `#${link}`,
  exportOf: null,
};

createRoot(document.getElementById('page')!).render(
  <Frame host={host}>
    <ReplayView />
  </Frame>,
);
