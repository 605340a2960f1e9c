'use client';
import { useMemo, useState } from 'react';
import { LEAST_MATCH } from '../../../lib/analysis/compare/match-units.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Table } from '../../_kit/export/table.ts';
import { fixed, number, whole } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { RunDot } from '../../_kit/run-dot.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import type { EpochOfRun } from '../../_kit/state/playhead.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { largestMagnitude, roundLimit } from '../../states/select/sequence-states.ts';
import { stateLayers } from '../../states/select/snapshots.ts';
import { differencesMessages } from '../differences-messages.ts';
import { otherRun, sharedQuantity, shownLayer, statePaths } from '../select/pairs.ts';
import { byChance, rowOfUnit, type StateDifference } from '../select/state-difference.ts';
import { type ComparedStates, type StatePicture, useStateDifference } from '../use-state-difference.ts';
import { DerivedWork } from './derived-work.tsx';
import { ExampleChoice } from './example-choice.tsx';
import { PairControls } from './pair-controls.tsx';
import { RowKeys } from './row-keys.tsx';
import { mapSize, type StateCell, StateMap } from './state-map.tsx';

const words = differencesMessages.states;

export interface DifferencePanelProps {
  /** The reference first. */
  readonly runs: readonly RunData[];
  /** Changes when a run did. */
  readonly version: string;
  /** The run that is looked at. */
  readonly focus: RunData | null;
  /** Where each run stands at the playhead; another one when that moves. */
  readonly stands: EpochOfRun;
  readonly navigate: Navigate;
}

export interface StatesDifferenceProps extends DifferencePanelProps {
  /** False: other things come first, nothing is begun yet. */
  readonly isWanted?: boolean;
  /** Only the difference itself: for a narrow place. */
  readonly isBrief?: boolean;
}

const MAPS = ['reference', 'other', 'difference'] as const;

/** States of one probe example in two runs, unit by matched unit, and their difference. */
export function StatesDifferencePanel(props: StatesDifferenceProps) {
  const { runs, version, focus, stands, isWanted = true, isBrief = false, navigate } = props;
  const chosen = usePageState((state) => state.layer);
  const wantedQuantity = usePageState((state) => state.quantity);
  const wantedSequence = usePageState((state) => state.sequence) ?? 0;
  const timestep = usePageState((state) => state.timestep);
  const unit = usePageState((state) => state.unit);
  const reference = runs[0]!;
  const other = otherRun(runs, focus);
  const pairOf = useMemo(() => [reference, ...(other ? [other] : [])], [reference, other]);
  const quantity = sharedQuantity(pairOf, wantedQuantity);
  const compared = useStateDifference(
    { reference, other, version, layer: chosen, quantity, sequence: wantedSequence, stands },
    isWanted,
  );
  const { picture, sequences } = compared;
  const [hovered, setHovered] = useState<StateCell | null>(null);
  const isReference = focus === reference || focus === null;
  const states = picture?.states ?? null;
  const row = states ? rowOfUnit(states, unit, isReference) : -1;
  const hover = (cell: StateCell | null) => {
    setHovered(cell);
    if (cell) navigate({ timestep: cell.timestep });
  };
  const pick = (cell: StateCell) => {
    if (!states) return;
    const at = (isReference ? states.rows : states.partners)[cell.row]!;
    navigate({ timestep: cell.timestep, ...(at < 0 ? {} : { unit: at }) });
  };
  const limit = useMemo(
    () => (states ? roundLimit(Math.max(largestMagnitude(states.reference), largestMagnitude(states.other))) : 1),
    [states],
  );
  const layers = statePaths(reference);
  const hasBoth = sharedQuantity(pairOf, 'c') === 'c' && pairOf.every((run) => stateLayers(run).length > 0);
  const label = reference.info.probe?.labels?.[Math.min(wantedSequence, sequences - 1)] ?? null;
  const names = other ? differencesMessages.minus(reference.info.name, other.info.name) : reference.info.name;
  const shownLayers = picture
    ? words.layers(picture.pair.layer, picture.pair.otherLayer)
    : (shownLayer(layers, chosen) ?? '');
  const readout = states ? readoutOf(states, hovered?.row ?? row, hovered?.timestep ?? timestep, picture!) : null;
  return (
    <Panel
      title={words.title}
      className="compare-states"
      unit={isBrief ? words.briefUnit(names, quantity) : words.unit(quantity, shownLayers)}
      readout={isBrief ? null : readout}
      state={stateOf(compared, isWanted)}
      {...(states ? { table: () => tableOf(states) } : {})}
    >
      {states && !isBrief ? (
        <RowKeys units={isReference ? states.rows : states.partners} unit={unit} navigate={navigate} />
      ) : null}
      <div className="compare-inside">
        <div className="compare-facts">
          <span className="compare-fact" title={picture ? whyOf(picture, other) : ''}>
            {picture ? factsOf(picture, other, isBrief) : ''}
          </span>
          <DerivedWork work={compared.work} says={differencesMessages.working} />
          <span className="compare-pair">
            {isBrief ? null : (
              <ExampleChoice
                {...{ sequences, label }}
                sequence={Math.min(wantedSequence, Math.max(0, sequences - 1))}
                onChoose={(sequence) => navigate({ sequence, range: null })}
              />
            )}
            {hasBoth && !isBrief ? (
              <Segmented
                label={differencesMessages.quantity}
                choices={(['h', 'c'] as const).map((value) => ({ value, label: value }))}
                value={quantity}
                onChange={(value) => navigate({ quantity: value })}
              />
            ) : null}
            {isBrief ? null : (
              <PairControls {...{ runs, other, layers, navigate }} layer={shownLayer(layers, chosen)} />
            )}
          </span>
        </div>
        {states && other ? (
          <div className="compare-flows compare-maps">
            {(isBrief ? (['difference'] as const) : MAPS).map((of, index, { length }) => (
              <figure key={of} style={mapSize(index === 0, index === length - 1)}>
                <MapCaption {...{ of, reference, other, picture: picture!, names, isBrief }} />
                <StateMap
                  {...{ states, of, limit, row, timestep }}
                  summary={
                    of === 'difference'
                      ? words.differenceMap(names, states.matched, states.time)
                      : words.map((of === 'other' ? other : reference).info.name, states.units, states.time)
                  }
                  isFirst={index === 0}
                  isLast={index === length - 1}
                  onHover={hover}
                  onPick={pick}
                />
              </figure>
            ))}
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

interface MapCaptionProps {
  readonly of: (typeof MAPS)[number];
  readonly reference: RunData;
  readonly other: RunData;
  readonly picture: StatePicture;
  readonly names: string;
  readonly isBrief: boolean;
}

function MapCaption({ of, reference, other, picture: { pair, states }, names, isBrief }: MapCaptionProps) {
  const epochs = pair.left.epoch === pair.right.epoch ? [pair.left.epoch] : [pair.left.epoch, pair.right.epoch];
  if (of === 'difference') {
    const said = words.rms(number(states.rms, 2), number(states.largest, 2));
    return (
      <figcaption>
        <bdi title={names}>{isBrief ? epochs.map(differencesMessages.epoch).join(' − ') : words.difference}</bdi>
        <span title={said}>{said}</span>
      </figcaption>
    );
  }
  const run = of === 'other' ? other : reference;
  return (
    <figcaption>
      <RunDot colour={run.info.colour} />
      <bdi title={run.info.name}>{run.info.name}</bdi>
      <span>{differencesMessages.epoch((of === 'other' ? pair.right : pair.left).epoch)}</span>
    </figcaption>
  );
}

/** The facts in full, and what they mean. */
function whyOf(picture: StatePicture, other: RunData | null): string {
  const { chanceMean } = picture.match;
  return `${factsOf(picture, other, false)}\n${words.matchedWhy(number(LEAST_MATCH), chanceMean.length)}`;
}

/** How far the match can be believed. */
function factsOf({ match, states }: StatePicture, other: RunData | null, isBrief: boolean): string {
  const chance = byChance(match);
  const of = Math.min(...match.looked);
  if (isBrief) return words.matchedShort(match.matched, of, whole(chance.matched));
  const [left, right] = match.units;
  return [
    words.matched(match.matched, of, whole(chance.matched)),
    words.mean(fixed(match.mean, 2), fixed(chance.mean, 2)),
    match.mean <= chance.mean ? words.onlyChance : '',
    right > left && right > states.matched ? words.rest(right - states.matched, other?.info.name ?? '') : '',
    of < Math.min(left, right) ? words.looked(of, Math.min(left, right)) : '',
    words.steps(whole(match.steps), match.sequences, match.ofSequences),
  ]
    .filter(Boolean)
    .join(' · ');
}

function readoutOf(
  states: StateDifference,
  row: number,
  timestep: number | null,
  { match }: StatePicture,
): string | null {
  if (row < 0) return null;
  const unit = states.rows[row]!;
  const isMatched = row < states.matched;
  const partner = states.partners[row]!;
  const of = isMatched
    ? words.readout(
        unit,
        states.signs[row]! < 0 ? words.turned(partner) : String(partner),
        fixed(match.correlation[unit]!, 2),
      )
    : words.alone(unit);
  if (timestep === null || timestep > states.time || states.isPadded(timestep - 1)) return of;
  const at = (timestep - 1) * states.units + row;
  const value = (values: Float32Array) => number(values[at]!, 2);
  const text = isMatched
    ? words.sum(value(states.reference), value(states.other), value(states.difference))
    : value(states.reference);
  return `${of}; ${words.at(timestep, text)}`;
}

function stateOf({ lack, picture, isBehind, work, error, retry }: ComparedStates, isWanted: boolean): PanelState {
  if (lack) return { kind: 'empty', ...lack };
  if (error) return { kind: 'error', message: error, onRetry: retry };
  if (!picture) {
    const isStopped = work.state?.status === 'failed' || work.state?.status === 'cancelled';
    return isStopped || !isWanted ? { kind: 'ready' } : { kind: 'loading' };
  }
  if (isBehind) return { kind: 'note', note: differencesMessages.behind(picture.pair.left.epoch), isStale: true };
  return { kind: 'ready' };
}

/** A row per unit and timestep: exactly what the maps show. */
function tableOf(states: StateDifference): Table {
  function* rows() {
    for (let row = 0; row < states.units; row += 1) {
      for (let t = 0; t < states.time; t += 1) {
        if (states.isPadded(t)) continue;
        const at = t * states.units + row;
        const isMatched = row < states.matched;
        yield [
          states.rows[row]!,
          isMatched ? states.partners[row]! : null,
          t + 1,
          states.reference[at]!,
          isMatched ? states.other[at]! : null,
          isMatched ? states.difference[at]! : null,
        ];
      }
    }
  }
  return { columns: ['unit', 'partner', 'timestep', 'reference', 'other', 'difference'], rows: rows() };
}
