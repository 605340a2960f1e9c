'use client';
import { type ReactNode, useMemo } from 'react';
import type { FoundState, FoundStretch } from '../../../lib/client/derived/search.ts';
import { tensorRef } from '../../../lib/client/derived/tensor-ref.ts';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { fixed } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { useDerived } from '../../_kit/state/use-derived.ts';
import { errorText } from '../../_kit/told/error-text.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';

const words = statesMessages.search;

export interface SearchPanelProps {
  readonly runId: string;
  /** The snapshot that is searched; null: there is none. */
  readonly snapshot: StoredTensor | null;
  readonly limit: number;
  readonly sequence: number;
  readonly timestep: number | null;
  readonly range: PageState['range'];
  readonly label: (sequence: number) => string;
  /** The words of a stretch, 0-based, both included; null of other inputs. */
  readonly text: (sequence: number, from: number, to: number) => string | null;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** Where else in the probe the same units are on together, and which states are nearest to the one at the cursor. */
export function SearchPanel(props: SearchPanelProps) {
  const { runId, snapshot, limit, sequence, timestep, range, controls, navigate } = props;
  const request = useMemo(() => {
    if (!snapshot || (range === null && timestep === null)) return null;
    const input = {
      ...{ snapshot: tensorRef(snapshot), limit, sequence },
      range: range === null ? null : { from: range[0] - 1, to: range[1] - 1 },
      timestep: timestep === null ? null : timestep - 1,
    };
    return { kind: 'search' as const, runId, identity: JSON.stringify(input), input, isLasting: false };
  }, [runId, snapshot, limit, sequence, range, timestep]);
  const { state, again } = useDerived(request);
  const result = state?.result ?? null;
  return (
    <Panel
      title={words.title}
      unit={range === null ? words.unit : words.pattern(range[0], range[1], result?.units.length ?? null)}
      state={stateOf(props, state?.error ? errorText(state.error) : null, again)}
      controls={controls}
    >
      <div className="states-found">
        <section aria-label={words.stretches}>
          <h3>{words.stretches}</h3>
          {range === null ? <p>{words.pickRange}</p> : null}
          {result && range !== null && result.stretches.length === 0 ? (
            <p>{result.units.length === 0 ? words.noUnits : words.nothing}</p>
          ) : null}
          <ol>
            {result?.stretches.map((found) => (
              <li key={`${found.sequence}-${found.from}-${found.to}`}>
                <Stretch {...{ found, props, navigate }} units={result.units.length} />
              </li>
            ))}
          </ol>
        </section>
        <section aria-label={words.nearest}>
          <h3>{timestep === null ? words.nearest : words.nearestTo(timestep)}</h3>
          <ol>
            {result?.states.map((found) => (
              <li key={`${found.sequence}-${found.timestep}`}>
                <Near {...{ found, props, navigate }} />
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Panel>
  );
}

interface RowProps<T> {
  readonly found: T;
  readonly props: SearchPanelProps;
  readonly navigate: Navigate;
}

function Stretch({ found, units, props, navigate }: RowProps<FoundStretch> & { readonly units: number }) {
  const { sequence, from, to, shared, jaccard } = found;
  const text = props.text(sequence, from, to) ?? words.steps(from + 1, to + 1);
  const go = () => navigate({ sequence, timestep: from + 1, range: [from + 1, to + 1] });
  return (
    <button type="button" onClick={go} title={words.steps(from + 1, to + 1)}>
      <b>{text}</b>
      <span>{props.label(sequence)}</span>
      <span className="states-score">{words.match(shared, units, fixed(jaccard, 2))}</span>
    </button>
  );
}

function Near({ found, props, navigate }: RowProps<FoundState>) {
  const { sequence, timestep, cosine } = found;
  const text = props.text(sequence, timestep, timestep) ?? words.step(timestep + 1);
  return (
    <button
      type="button"
      onClick={() => navigate({ sequence, timestep: timestep + 1 })}
      title={words.step(timestep + 1)}
    >
      <b>{text}</b>
      <span>{props.label(sequence)}</span>
      <span className="states-score">{words.cosine(fixed(cosine, 3))}</span>
    </button>
  );
}

function stateOf({ snapshot, range, timestep }: SearchPanelProps, error: string | null, again: () => void): PanelState {
  if (!snapshot) return { kind: 'empty', sentence: statesMessages.empty.notCaptured };
  if (range === null && timestep === null) return { kind: 'empty', sentence: words.empty };
  return error ? { kind: 'error', message: error, onRetry: again } : { kind: 'ready' };
}
