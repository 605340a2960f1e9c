'use client';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { List } from '../../states/trajectory/trajectory-controls.tsx';
import { differencesMessages as words } from '../differences-messages.ts';

interface PairControlsProps {
  /** The reference first. */
  readonly runs: readonly RunData[];
  readonly other: RunData | null;
  readonly layers: readonly string[];
  readonly layer: string | null;
  readonly navigate: Navigate;
}

/** Which run is held against the reference, and in which layer. */
export function PairControls({ runs, other, layers, layer, navigate }: PairControlsProps) {
  return (
    <>
      {runs.length > 2 && other ? (
        <List
          label={words.other}
          choices={runs.slice(1).map(({ info }) => ({ value: info.id, label: info.name }))}
          value={other.info.id}
          onChange={(id) => navigate({ focus: id, unit: null })}
        />
      ) : null}
      {layers.length > 1 && layer !== null ? (
        <List
          label={words.layer}
          choices={layers.map((path) => ({ value: path, label: path }))}
          value={layer}
          onChange={(path) => navigate({ layer: path, unit: null })}
        />
      ) : null}
    </>
  );
}
