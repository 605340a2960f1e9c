'use client';
import { useMemo } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import type { DecodedTensor, RunData } from '../../lib/client/run-data.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import { partOf } from '../../lib/protocol/tensor-part.ts';
import { Panel, type PanelState } from '../_kit/panel.tsx';
import { aroundEpoch } from '../_kit/state/around.ts';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { type ManyTensors, useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRun } from '../_kit/state/use-run.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { useConcepts } from './concepts/use-concepts.ts';
import { statesGuide } from './guide.ts';
import { statesMessages } from './messages.ts';
import { BelowPathsControl, BelowUnitsControl } from './panels/below-controls.tsx';
import { ExamplePanel } from './panels/example-panel.tsx';
import { TIME_COLUMN } from './panels/insets.ts';
import { NormsPanel } from './panels/norms-panel.tsx';
import { OverEpochs } from './panels/over-epochs.tsx';
import { SaturationPanel } from './panels/saturation-panel.tsx';
import { SearchPanel } from './panels/search-panel.tsx';
import { TimeLinesPanel } from './panels/time-lines-panel.tsx';
import { UnitHistoryPanel } from './panels/unit-history-panel.tsx';
import { UnitsPanel } from './panels/units-panel.tsx';
import { leftOut } from './select/left-out.ts';
import {
  finiteSteps,
  largestMagnitude,
  roundLimit,
  type SequenceStates,
  sequenceStates,
  stateChange,
} from './select/sequence-states.ts';
import { nearestSnapshot, type StateQuantity, stateLayers, stateSnapshots } from './select/snapshots.ts';
import { unitLines } from './select/unit-lines.ts';
import { Trajectories } from './trajectory/trajectories.tsx';
import { useFacts } from './trajectory/use-facts.ts';
import { useExample } from './use-example.ts';
import { useLayerBehaviour } from './use-layer-behaviour.ts';
import { useUnitKeys } from './use-unit-keys.ts';

/** Bytes of snapshots held for scrubbing and for the history of a unit: those around the playhead. */
const MOST_BYTES = 128 * 2 ** 20;
/** Of smaller ones all sequences are fetched at once, so that another one is there at a press. */
const LEAST_BYTES_IN_PARTS = 64 * 1024;

/** What the network does with one sequence: its units over time, and how that came to be over the epochs. */
export function StatesView({ focus, navigate }: ViewProps) {
  const { data, revision, error } = useRun(focus?.info.id ?? null);
  if (!data) return <Blank state={error ? { kind: 'error', message: errorText(error) } : { kind: 'loading' }} />;
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
  const page = usePageState(whole);
  const layers = stateLayers(data);
  const names = layers.map(({ path }) => path).join('\n');
  const paths = useMemo(() => names.split('\n'), [names]);
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
  const epochsOf = useMemo(() => snapshots.map((each) => each.epoch), [snapshots]);
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
  const isPerEpoch = page.belowUnits !== 'norms';
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; only worked out where it is shown
  const byEpoch = useMemo(
    () => (isPerEpoch ? historyOf(data, snapshots, of) : NO_HISTORY),
    [isPerEpoch, data, revision, snapshots, sequence, held.here],
  );
  const facts = useFacts(example, count, time, sequence, page.classIndex);
  const concepts = useConcepts(data, snapshots, facts.truth, example.probe, page.concept, epoch);
  const reference = gate === null ? (snapshots.find((each) => each.epoch === page.reference) ?? null) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const change = useMemo(() => {
    const before = of(reference);
    return states && before ? stateChange(states, before) : null;
  }, [states, reference, sequence, held.here]);
  const changeLimit = quantity === 'h' && limit === 1 ? 2 : roundLimit(2 * limit);
  const shown = gate !== null ? behaviour.gateStates : reference ? change : states;
  const inked = useMemo(() => (states ? { states, unit, limit } : null), [states, unit, limit]);
  const tokensOf = data.info.probe?.tokens ?? null;
  const nameOf = (index: number) => data.info.probe?.labels?.[index] ?? statesMessages.example.sequence(index + 1);
  const shared = { timestep, navigate, colour: data.info.colour, time };
  const below = <BelowUnitsControl value={page.belowUnits} navigate={navigate} />;
  const beside = <BelowPathsControl value={page.belowPaths} navigate={navigate} />;
  return (
    <div className="kit-view">
      <div className="kit-sheet states-sheet">
        <div className="kit-column states-top">
          <ExamplePanel
            sequence={sequence}
            count={data.info.probe?.count ?? count}
            readout={example.readout}
            input={example.input}
            timestep={timestep}
            inked={inked}
            unitName={`${layer.path}[${unit}]`}
            sentence={concepts.sentence(unit)}
            state={{ kind: 'ready' }}
            guide={<ViewGuide view="states" words={statesGuide} navigate={navigate} />}
            navigate={navigate}
          />
        </div>
        <div className="kit-column states-left">
          <UnitsPanel
            {...{ ordering, quantity, unit, timestep, gate, concepts, navigate }}
            states={shown}
            limit={reference ? changeLimit : limit}
            order={page.unitOrder}
            reference={reference?.epoch ?? null}
            epochs={epochsOf}
            range={page.range}
            gates={behaviour.gates}
            noGates={behaviour.noGates}
            bits={behaviour.bits}
            faults={behaviour.faults}
            noFaults={behaviour.noFaults}
            layer={layer.path}
            layers={paths}
            hasCellState={layer.hasCellState}
            epoch={behaviour.gateState?.epoch ?? at?.epoch ?? 0}
            state={behaviour.gateState?.state ?? unitsState(data, layer.path, quantity, at, epoch, states, held)}
          />
          {page.belowUnits === 'norms' ? (
            <NormsPanel states={states} quantity={quantity} controls={below} {...shared} />
          ) : page.belowUnits === 'history' ? (
            <UnitHistoryPanel
              {...{ unit, quantity, byEpoch, reached, epochs, time, limit, epoch, timestep, navigate }}
              controls={below}
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
              insets={TIME_COLUMN}
              controls={below}
            />
          )}
        </div>
        <div className="kit-column states-right">
          <Trajectories
            {...{ data, revision, snapshots, page, epoch, sequence, timestep, quantity, example, facts, navigate }}
            layer={layer.path}
            statesOf={of}
          />
          {page.belowPaths === 'search' ? (
            <SearchPanel
              {...{ limit, sequence, timestep, navigate }}
              runId={data.info.id}
              snapshot={at}
              range={page.range}
              label={nameOf}
              text={(index, from, to) => tokensOf?.[index]?.slice(from, to + 1).join(' ') || null}
              controls={beside}
            />
          ) : page.belowPaths === 'gates' ? (
            <SaturationPanel
              {...behaviour.saturation}
              {...{ unit, navigate }}
              colour={data.info.colour}
              controls={beside}
            />
          ) : (
            <OverEpochs
              {...{ data, revision, epochs, reached, epoch, navigate }}
              kind={page.belowPaths}
              controls={beside}
              layer={layer.path}
              colour={data.info.colour}
              output={{
                lines: example.classes,
                since: example.since,
                state: classesState(example.hasOutput, example.classes.length),
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

const whole = (state: PageState) => state;
const NO_HISTORY: ReadonlyMap<number, SequenceStates | null> = new Map();

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
  const { valid, bad } = finiteSteps(states);
  if (bad > 0) return { kind: 'note', note: words.notFinite(bad, valid) };
  const [kept, count] = [at.shape[0] ?? 0, data.info.probe?.count ?? 0];
  return kept < count ? { kind: 'note', note: words.sampled(kept, count) } : { kind: 'ready' };
}

function classesState(hasOutput: boolean, classes: number): PanelState {
  if (classes > 0) return { kind: 'ready' };
  return hasOutput ? { kind: 'empty', sentence: statesMessages.classes.empty } : { kind: 'loading' };
}
