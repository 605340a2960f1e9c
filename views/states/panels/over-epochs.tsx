'use client';
import { type ReactNode, useMemo } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES, TENSOR } from '../../../lib/protocol/record.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number, THIN } from '../../_kit/numbers.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import { leftOut, type Measured } from '../select/left-out.ts';
import {
  type EpochLine,
  epochLine,
  exponentDomain,
  exponentErrors,
  SHARES,
  shareTop,
  valueAt,
} from '../select/over-epochs.ts';
import { layerSnapshots } from '../select/snapshots.ts';
import { ClassesPanel, type ClassLine } from './classes-panel.tsx';
import { type DynamicsLine, DynamicsPanel } from './dynamics-panel.tsx';

const words = statesMessages.dynamics;

/** What is shown over epochs. */
export type OverEpochsKind = 'output' | 'units' | 'change' | 'lyapunov' | 'points';
type Kind = OverEpochsKind;

export interface OverEpochsProps {
  readonly data: RunData;
  readonly revision: number;
  readonly layer: string;
  readonly epochs: number;
  readonly reached: number;
  readonly epoch: number | null;
  readonly colour: number;
  readonly output: { readonly lines: readonly ClassLine[]; readonly since: string | null; readonly state: PanelState };
  readonly kind: OverEpochsKind;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** How the layer, or the model's output for this sequence, came to be what it is: one choice at a time. */
export function OverEpochs({ output, data, revision, layer, kind, controls, ...shared }: OverEpochsProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const shown = useMemo(() => (kind === 'output' ? null : READERS[kind](data, layer)), [kind, data, revision, layer]);
  if (kind === 'output' || !shown) {
    return (
      <ClassesPanel {...shared} lines={output.lines} readout={output.since} state={output.state} controls={controls} />
    );
  }
  const { measured, read, ...rest } = shown;
  return (
    <DynamicsPanel
      {...shared}
      {...rest}
      unit={words.units[kind]}
      readout={read(shared.epoch)}
      state={stateOf(data, layer, rest.lines, measured)}
      controls={controls}
    />
  );
}

interface Shown {
  readonly lines: readonly DynamicsLine[];
  readonly domain: readonly [number, number];
  readonly ticks?: readonly number[];
  readonly label?: (value: number) => string;
  readonly reference?: number;
  /** As the recorder names it where it leaves it out. */
  readonly measured: readonly Measured[];
  readonly read: (epoch: number | null) => string | null;
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [1, 3], [6, 2, 1, 2]];
const share = (value: number) => `${number(value * 100)}${THIN}%`;
const roundShare = (value: number) => `${number(value * 100, 2)}${THIN}%`;

const READERS: { readonly [kind in Exclude<Kind, 'output'>]: (data: RunData, layer: string) => Shown } = {
  units(data, layer) {
    const lines = SHARES.map((name, index): DynamicsLine => {
      const line = epochLine(data, SERIES[name], layer);
      return { name: words.shares[name], line, dash: DASHES[index]!, isStrong: name === 'saturated' };
    });
    const top = shareTop(lines.map(({ line }) => line));
    const read = (epoch: number | null) =>
      readAt(epoch, lines, (values) =>
        shareText(
          values,
          lines.map(({ name }) => name),
        ),
      );
    return { lines, domain: [0, top], ticks: [0, top / 2, top], label: share, measured: ['units'], read };
  },
  change(data, layer) {
    const line = epochLine(data, SERIES.cka, layer);
    const lines = [{ name: words.change, line, dash: [], isStrong: true }];
    const read = (epoch: number | null) => readAt(epoch, lines, ([value]) => number(value!));
    return { lines, domain: [0, 1], ticks: [0, 0.5, 1], measured: ['representation change'], read };
  },
  lyapunov(data, layer) {
    const line = epochLine(data, SERIES.lyapunov, layer);
    const errors = exponentErrors(layerSnapshots(data, layer, TENSOR.lyapunov));
    const ends = line.epochs.flatMap((epoch, index) =>
      [-1, 1].map((side) => line.values[index]! + side * (errors.get(epoch) ?? 0)),
    );
    const lines = [{ name: words.lyapunov, line, dash: [], isStrong: true, errors }];
    const read = (epoch: number | null) =>
      readAt(epoch, lines, ([value], at) => {
        const error = errors.get(at);
        return words.exponent(number(value!), error === undefined ? null : number(error, 2));
      });
    return { lines, domain: exponentDomain(ends), reference: 0, measured: ['Lyapunov exponents'], read };
  },
  points(data, layer) {
    const all = epochLine(data, SERIES.fixedPoints, layer);
    const stable = epochLine(data, SERIES.stableFixedPoints, layer);
    const lines = [
      { name: words.points.all, line: all, dash: [], isStrong: true },
      { name: words.points.stable, line: stable, dash: [6, 3], isStrong: false },
    ];
    const most = Math.max(1, ...all.values);
    const read = (epoch: number | null) => readAt(epoch, lines, ([found, kept]) => words.counts(found!, kept!));
    const ticks = [...new Set([0, Math.round(most / 2), most])];
    return { lines, domain: [0, most * 1.08], ticks, measured: ['fixed points'], read };
  },
};

/** Of shares those that are not 0, so that there is room for them; what was not looked for is not named. */
function shareText(values: readonly number[], names: readonly string[]): string {
  const said = values.flatMap((value, index) => (value > 0 ? words.share(roundShare(value), names[index]!) : []));
  return said.length > 0
    ? said.join(kitMessages.comma)
    : words.noShare(names.filter((_, index) => values[index] === 0));
}

/** Says the values of lines that were measured together, at an epoch or the last one before it. */
function readAt(
  epoch: number | null,
  lines: readonly { readonly line: EpochLine }[],
  text: (values: readonly number[], epoch: number) => string,
): string | null {
  const found = lines.map(({ line }) => valueAt(line, epoch));
  const newest = Math.max(0, ...found.map((each) => each?.epoch ?? 0));
  if (newest === 0) return null;
  return words.at(
    newest,
    text(
      found.map((each) => (each?.epoch === newest ? each.value : Number.NaN)),
      newest,
    ),
  );
}

function stateOf(
  data: RunData,
  layer: string,
  lines: readonly DynamicsLine[],
  measured: readonly Measured[],
): PanelState {
  if (lines.some(({ line }) => line.epochs.length > 0)) return { kind: 'ready' };
  return { kind: 'empty', sentence: leftOut(data, layer, measured) ?? words.notYet };
}
