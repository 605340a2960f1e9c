import { UnrolledError } from '../../lib/base/errors.ts';
import { pageSink } from '../../lib/recorder/page-sink.ts';
import type { ResolvedRunOptions } from '../options.ts';
import { sayOnConsole } from '../session.ts';
import type { Tf } from '../tfjs-instance.ts';
import { describePage } from './browser-environment.ts';
import { pageGuard } from './page-guard.ts';
import type { SessionParts } from './platform.ts';

/** What a run needs in a page: a line to the server. Throws `bad-option` where none is named. */
export function browserParts({ target }: ResolvedRunOptions, tf: Tf | null): SessionParts {
  if (target.kind !== 'server') {
    throw new UnrolledError(
      'bad-option',
      'server: not given — a page records through a server: { server: { url: "http://localhost:6116", token } }',
    );
  }
  if (tf?.getBackend() === 'webgpu') {
    sayOnConsole(
      'warning',
      "backend: webgpu — its tensors can't be read within a step, so states and gradients may be missing; " +
        "to be watched use tf.setBackend('webgl'), 'wasm' or 'cpu'",
    );
  }
  const sink = pageSink(target.url, target.token);
  return {
    sink,
    guard: pageGuard(() => sink.farewell()),
    host: globalThis.location?.host || 'page',
    pid: 0,
    environment: describePage(tf),
  };
}
