'use client';
import { useMemo, useState } from 'react';
import type { DecodedTensor, RunData } from '../../lib/client/run-data.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import { partOf } from '../../lib/protocol/tensor-part.ts';
import { number } from '../_kit/numbers.ts';
import { Panel, type PanelState } from '../_kit/panel.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { aroundEpoch } from '../_kit/state/around.ts';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { type ManyTensors, useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRun } from '../_kit/state/use-run.ts';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { statesMessages } from './messages.ts';
import { ExamplePanel } from './panels/example-panel.tsx';
import { EPOCH_COLUMN, TIME_COLUMN } from './panels/insets.ts';
import { OverEpochs } from './panels/over-epochs.tsx';
import { SaturationPanel } from './panels/saturation-panel.tsx';
import { type TimeLine, TimeLinesPanel } from './panels/time-lines-panel.tsx';
import { UnitHistoryPanel } from './panels/unit-history-panel.tsx';
import { UnitsPanel } from './panels/units-panel.tsx';
import { leftOut } from './select/left-out.ts';
import {
  largestMagnitude,
  roundLimit,
  type SequenceStates,
  sequenceStates,
  stateNorms,
} from './select/sequence-states.ts';
import { nearestSnapshot, type StateQuantity, stateLayers, stateSnapshots } from './select/snapshots.ts';
import { useExample } from './use-example.ts';
import { useLayerBehaviour } from './use-layer-behaviour.ts';
import { useUnitKeys } from './use-unit-keys.ts';

/** Bytes of snapshots held for scrubbing and for the history of a unit: those around the playhead. */
const MOST_BYTES = 128 * 2 ** 20;
/** Of smaller ones all sequences are fetched at once, so that another one is there at a press. */
const LEAST_BYTES_IN_PARTS = 64 * 1024;
/** Earlier epochs drawn behind the line of a unit. */
const GHOSTS = 5;

/** What the network does with one sequence: its units over time, and how that came to be over the epochs. */
export function StatesView({ focus, navigate }: ViewProps) {
  const { data, revision, error } = useRun(focus?.info.id ?? null);
  if (!data) return <Blank state={error ? { kind: 'error', message: error.message } : { kind: 'loading' }} />;
  const lacks = whatIsMissing(data);
  return lacks ? <Blank state={lacks} /> : <OfRun data={data} revision={revision} navigate={navigate} />;
}

function whatIsMissing(data: RunData): PanelState | null {
  const words = statesMessages.empty;
  if (!data.info.model) return { kind: 'empty', sentence: words.noModel, code: words.noModelCode };
  if (stateLayers(data).length === 0) {
    return { kind: 'empty', sentence: words.noRecurrent, code: words.noRecurrentCode };
  }
  const hasSnapshot = data.epochs.some(({ snapshot }) => snapshot);
  if (!hasSnapshot && data.epochs.length > 0)
    return { kind: 'empty', sentence: words.noProbe, code: words.noProbeCode };
  return hasSnapshot ? null : { kind: 'empty', sentence: words.notYet };
}

function Blank({ state }: { readonly state: PanelState }) {
  return (
    <div className="kit-view">
      <div className="kit-sheet states-sheet">
        <div className="kit-column">
          <Panel title={statesMessages.units.title.h} state={state} />
        </div>
        <div className="kit-column">
          <Panel title={statesMessages.classes.title} />
        </div>
      </div>
    </div>
  );
}

interface OfRunProps {
  readonly data: RunData;
  readonly revision: number;
  readonly navigate: Navigate;
}

function OfRun({ data, revision, navigate }: OfRunProps) {
  const epoch = usePlayhead(data);
  const page = usePageState((state) => state);
  const layers = stateLayers(data);
  const layer = layers.find(({ path }) => path === page.layer) ?? layers[0]!;
  const quantity: StateQuantity = page.quantity === 'c' && layer.hasCellState ? 'c' : 'h';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const snapshots = useMemo(() => stateSnapshots(data, layer.path, quantity), [data, revision, layer.path, quantity]);
  const count = snapshots[0]?.shape[0] ?? 0;
  const sequence = Math.min(page.sequence ?? 0, Math.max(0, count - 1));
  const held = useHeld(snapshots, sequence, epoch);
  const of = (tensor: StoredTensor | null): SequenceStates | null => {
    const decoded = tensor ? held.peek(tensor.id) : undefined;
    return decoded ? sequenceStates(decoded, sequence) : null;
  };
  const at = nearestSnapshot(snapshots, epoch);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `held.here` says that bytes arrived
  const states = useMemo(() => of(at), [at, sequence, held.here]);
  const newest = snapshots.at(-1) ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const ordering = useMemo(() => of(newest), [newest, sequence, held.here]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const limit = useMemo(() => limitOf(snapshots, held, quantity), [snapshots, held.here, quantity]);
  const behaviour = useLayerBehaviour(data, revision, layer.path, page.gate, sequence, epoch);
  const gate = behaviour.gateState ? page.gate : null;
  // The states may have been left out where gates, or what the units are, were not.
  const known = states ?? behaviour.gateStates;
  const units = known?.units ?? snapshots[0]?.shape[2] ?? layer.units ?? 1;
  const unit = Math.min(page.unit ?? 0, units - 1);
  const time = known?.time ?? snapshots[0]?.shape[1] ?? 1;
  const timestep = page.timestep === null ? null : Math.min(page.timestep, time);
  const reached = data.epochs.at(-1)?.epoch ?? 0;
  const epochs = Math.max(1, data.info.epochsPlanned ?? 0, reached);
  const example = useExample(data, revision, sequence, epoch);
  useUnitKeys(unit, units, navigate);
  const [show, setShow] = useState<'map' | 'lines'>('map');
  const showControl = (
    <Segmented
      label={statesMessages.history.show}
      choices={(['map', 'lines'] as const).map((value) => ({ value, label: statesMessages.history.shows[value] }))}
      value={show}
      onChange={setShow}
    />
  );

  const shared = { timestep, navigate, colour: data.info.colour, time };
  const byEpoch = historyOf(data, snapshots, of);
  return (
    <div className="kit-view">
      <div className="kit-sheet states-sheet">
        <div className="kit-column states-left">
          <ExamplePanel
            sequence={sequence}
            count={data.info.probe?.count ?? count}
            readout={example.readout}
            input={example.input}
            timestep={timestep}
            state={{ kind: 'ready' }}
            navigate={navigate}
          />
          <UnitsPanel
            {...{ ordering, quantity, limit, unit, timestep, gate, navigate }}
            states={gate === null ? states : behaviour.gateStates}
            gates={behaviour.gates}
            noGates={behaviour.noGates}
            bits={behaviour.bits}
            faults={behaviour.faults}
            noFaults={behaviour.noFaults}
            layer={layer.path}
            layers={layers.map(({ path }) => path)}
            hasCellState={layer.hasCellState}
            epoch={behaviour.gateState?.epoch ?? at?.epoch ?? 0}
            state={behaviour.gateState?.state ?? unitsState(data, layer.path, quantity, at, epoch, states, held)}
          />
          <NormsPanel states={states} quantity={quantity} {...shared} />
        </div>
        <div className="kit-column states-right">
          {show === 'map' ? (
            <UnitHistoryPanel
              {...{ unit, quantity, byEpoch, reached, epochs, time, limit, epoch, timestep, navigate }}
              controls={showControl}
            />
          ) : (
            <TimeLinesPanel
              {...shared}
              title={statesMessages.line.title(unit, at?.epoch ?? null)}
              unit={statesMessages.line.unit}
              readout={null}
              summary={statesMessages.line.summary(unit)}
              lines={unitLines(byEpoch, at?.epoch ?? 0, unit)}
              domain={[-limit, limit]}
              insets={EPOCH_COLUMN}
              controls={showControl}
            />
          )}
          <SaturationPanel {...behaviour.saturation} {...{ unit, navigate }} colour={data.info.colour} />
          <OverEpochs
            {...{ data, revision, epochs, reached, epoch, navigate }}
            layer={layer.path}
            colour={data.info.colour}
            output={{
              lines: example.classes,
              since: example.since,
              state: classesState(example.hasOutput, example.classes.length),
            }}
          />
        </div>
      </div>
    </div>
  );
}

/** The states of the chosen sequence, of every epoch or of those around the playhead, and the newest: units are ordered by it. */
function useHeld(snapshots: readonly StoredTensor[], sequence: number, epoch: number | null): ManyTensors {
  const parts = useMemo(
    () =>
      snapshots.map((tensor) => (tensor.bytes < LEAST_BYTES_IN_PARTS ? tensor : (partOf(tensor, sequence) ?? tensor))),
    [snapshots, sequence],
  );
  const around = aroundEpoch(parts, epoch, MOST_BYTES);
  const [first, newest] = [around[0], parts.at(-1)];
  // The same list while the same ones are meant.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the same parts as many from the same first one on
  const wanted = useMemo(
    () => (newest && !around.includes(newest) ? [...around, newest] : around),
    [parts, first, around.length],
  );
  return useManyTensors(wanted, epoch);
}

/** h is bounded by its activation and drawn on −1…1; what goes beyond widens the domain of the whole run. */
function limitOf(snapshots: readonly StoredTensor[], held: ManyTensors, quantity: StateQuantity): number {
  const largest = snapshots.reduce((most, { id }) => {
    const tensor = held.peek(id);
    return tensor ? Math.max(most, largestOf(tensor)) : most;
  }, 0);
  // Half precision may round tanh's 0.9999 up, never beyond 1.
  return quantity === 'h' && largest <= 1 ? 1 : roundLimit(largest);
}

// Kept for as long as the tensor is held: its values never change.
const largest = new WeakMap<DecodedTensor, number>();

function largestOf(tensor: DecodedTensor): number {
  const known = largest.get(tensor) ?? largestMagnitude(tensor.values);
  largest.set(tensor, known);
  return known;
}

function historyOf(
  data: RunData,
  snapshots: readonly StoredTensor[],
  of: (tensor: StoredTensor) => SequenceStates | null,
): ReadonlyMap<number, SequenceStates | null> {
  const byEpoch = new Map<number, SequenceStates | null>();
  for (const { epoch } of data.epochs) byEpoch.set(epoch, null);
  for (const tensor of snapshots) {
    const states = of(tensor);
    if (states) byEpoch.set(tensor.epoch, states);
    else byEpoch.delete(tensor.epoch);
  }
  return byEpoch;
}

function unitsState(
  data: RunData,
  layer: string,
  quantity: StateQuantity,
  at: StoredTensor | null,
  epoch: number | null,
  states: SequenceStates | null,
  held: ManyTensors,
): PanelState {
  const words = statesMessages.units;
  if (held.error) return { kind: 'error', message: held.error, onRetry: held.retry };
  if (!at) return { kind: 'empty', sentence: leftOut(data, layer, [quantity]) ?? statesMessages.empty.notCaptured };
  if (!states) return { kind: 'loading' };
  if (epoch !== null && at.epoch !== epoch) return { kind: 'note', note: words.nearest(epoch, at.epoch) };
  const [kept, count] = [at.shape[0] ?? 0, data.info.probe?.count ?? 0];
  return kept < count ? { kind: 'note', note: words.sampled(kept, count) } : { kind: 'ready' };
}

function classesState(hasOutput: boolean, classes: number): PanelState {
  if (classes > 0) return { kind: 'ready' };
  return hasOutput ? { kind: 'empty', sentence: statesMessages.classes.empty } : { kind: 'loading' };
}

interface NormsPanelProps {
  readonly states: SequenceStates | null;
  readonly quantity: StateQuantity;
  readonly time: number;
  readonly colour: number;
  readonly timestep: number | null;
  readonly navigate: Navigate;
}

function NormsPanel({ states, quantity, timestep, ...shared }: NormsPanelProps) {
  const words = statesMessages.norms;
  const { norm, step } = useMemo(() => (states ? stateNorms(states) : { norm: [], step: [] }), [states]);
  const top = roundLimit(Math.max(1, largestMagnitude(norm), largestMagnitude(step)));
  const lines: readonly TimeLine[] = [
    { ys: norm, label: words.norm(quantity), look: 'strong' },
    { ys: step, label: words.step, look: 'dashed' },
  ];
  const readout =
    timestep === null || !states
      ? null
      : words.readout(timestep, number(norm[timestep - 1]!), number(step[timestep - 1]!));
  return (
    <TimeLinesPanel
      {...shared}
      title={words.title}
      unit={words.unit(quantity)}
      readout={readout}
      summary={words.summary(number(norm[0] ?? Number.NaN), number(norm[norm.length - 1] ?? Number.NaN))}
      lines={lines}
      domain={[0, top]}
      insets={TIME_COLUMN}
      timestep={timestep}
    />
  );
}

/** The line of a unit at an epoch, over ghosts of the snapshots before it. */
function unitLines(
  byEpoch: ReadonlyMap<number, SequenceStates | null>,
  epoch: number,
  unit: number,
): readonly TimeLine[] {
  const lineOf = (states: SequenceStates) =>
    Float64Array.from({ length: states.time }, (_, t) => states.value(unit, t));
  const earlier = [...byEpoch]
    .filter((entry): entry is [number, SequenceStates] => entry[0] < epoch && entry[1] !== null)
    .slice(-GHOSTS);
  const ghosts = earlier.map(
    ([, states], index): TimeLine => ({ ys: lineOf(states), label: '', look: 'ghost', recency: (index + 1) / GHOSTS }),
  );
  const now = byEpoch.get(epoch);
  if (!now) return ghosts;
  return [...ghosts, { ys: lineOf(now), label: statesMessages.line.now(epoch), look: 'strong' }];
}
