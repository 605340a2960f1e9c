'use client';
import { Fragment, type ReactNode, useEffect, useState } from 'react';
import type { ConnectionStatus } from '../../lib/client/contract.ts';
import { duration } from '../_kit/numbers.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { useFrameStore } from '../_kit/state/use-frame-store.ts';
import { CopyButton } from '../_kit/verdict-strip.tsx';
import { messages } from '../messages.ts';

const words = messages.runs.empty;

/** The lines to add: keywords, strings and what is ours are marked. */
const LINES = [
  "import { unrolled } from 'unrolled/callbacks';",
  "const monitor = await unrolled(model, { project: 'sentiment', name: 'lstm-64' });",
  'await model.fit(x, y, { epochs: 10, callbacks: monitor });',
];
const CODE = LINES.join('\n');

const serverOf = (state: ConnectionStatus) => state.server;

/** No runs: how to make the first one. */
export function EmptyRuns({
  project,
  action = null,
}: {
  readonly project: string | null;
  readonly action?: ReactNode;
}) {
  const { client } = useKit();
  const server = useFrameStore(client.connection, serverOf);
  return (
    <div className="runs-empty">
      <div>
        <h1>{project === null ? words.title : words.titleProject(project)}</h1>
        <p className="runs-lead">{words.lead}</p>
        <figure className="runs-code">
          <figcaption>
            <span>{words.file}</span>
            <CopyButton text={CODE} label={words.copy} />
          </figcaption>
          <pre>
            {LINES.map((line) => (
              <CodeLine key={line} line={line} />
            ))}
          </pre>
        </figure>
        <p className="runs-waiting">
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            <circle cx="5" cy="5" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 2" />
          </svg>
          <span>{server?.dir ? words.waiting(server.dir) : words.waitingAnywhere}</span>
          <Listening />
        </p>
        {action === null ? null : (
          <p className="runs-waiting">
            <span>{words.orImport}</span>
            {action}
          </p>
        )}
      </div>
      <div>
        <h2>{words.needs}</h2>
        <dl>
          {words.needsRows.map(([view, need]) => (
            <div key={view} className="runs-need">
              <dt>{view}</dt>
              <dd>{need}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

function Listening() {
  const [startedMs] = useState(() => Date.now());
  const [nowMs, setNowMs] = useState(startedMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span className="runs-listening">{words.listening(duration(Math.max(1_000, nowMs - startedMs)))}</span>;
}

/** A line with strings in the accent, keywords quiet, our own words bold. */
function CodeLine({ line }: { readonly line: string }) {
  const parts = line.split(/('[^']*'|\b(?:import|from|const|await)\b|\b(?:unrolled(?=\()|callbacks: monitor)|\b\d+\b)/);
  return (
    <div>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed line
        <Fragment key={index}>{marked(part)}</Fragment>
      ))}
    </div>
  );
}

function marked(part: string) {
  if (/^'|^\d+$/.test(part)) return <span className="runs-literal">{part}</span>;
  if (/^(import|from|const|await)$/.test(part)) return <span className="runs-keyword">{part}</span>;
  return /^(unrolled|callbacks: monitor)$/.test(part) ? <b>{part}</b> : part;
}
