'use client';
import type { ComponentType } from 'react';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { useLate } from '../../views/_kit/state/use-late.ts';
import type { View } from '../../views/_kit/view-props.ts';
import { messages } from '../../views/messages.ts';
import { EmptyRuns } from '../../views/runs/empty-runs.tsx';
import { StoreError } from '../../views/runs/store-error.tsx';
import { useFrame } from './frame-context.ts';
import { ViewBoundary } from './view-boundary.tsx';

/** A route's page for a view of runs: mounted once there is a run to show; before that it says what is missing. */
export function mountView(View: View): ComponentType {
  return function Page() {
    const { list, selection } = useFrame();
    if (selection.runs.length === 0) {
      if (list.status === 'loading' || (list.status === 'ready' && !list.isWhole)) return <Waiting />;
      if (list.status === 'error' && list.runs.length === 0) return <StoreError error={list.error} />;
      if (selection.missing.length > 0) return <MissingRuns />;
      return <EmptyRuns project={selection.project} />;
    }
    return <Mounted view={View} />;
  };
}

/** A route's page for a view that does without a run. */
export function mountList(View: View): ComponentType {
  return function Page() {
    return <Mounted view={View} />;
  };
}

function Mounted({ view: View }: { readonly view: View }) {
  const { client, pageState } = useKit();
  const { selection, navigate } = useFrame();
  const { runs, focus } = selection;
  return (
    <ViewBoundary name={focus?.info.id ?? ''}>
      <View client={client} pageState={pageState} navigate={navigate} runs={runs} focus={focus} />
    </ViewBoundary>
  );
}

function Waiting() {
  const isLate = useLate(300);
  return <p className="frame-waiting">{isLate ? messages.frame.waiting : null}</p>;
}

function MissingRuns() {
  const { selection, navigate } = useFrame();
  const words = messages.frame.missing;
  return (
    <div className="frame-message">
      <h1>{words.title(selection.missing.length)}</h1>
      <p>{words.text(selection.missing.join(messages.kit.list))}</p>
      <div>
        <button
          type="button"
          className="kit-button"
          onClick={() => navigate({ runs: [], focus: null, project: null, epoch: 'live' })}
        >
          {words.newest}
        </button>
        <button
          type="button"
          className="kit-button"
          onClick={() => navigate({ view: 'runs', runs: [], focus: null, project: null })}
        >
          {words.runs}
        </button>
      </div>
    </div>
  );
}
