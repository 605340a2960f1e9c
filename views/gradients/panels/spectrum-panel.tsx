'use client';
import { useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import { kitMessages } from '../../_kit/messages.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { useTensor } from '../../_kit/state/use-tensor.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { detailMessages } from '../detail-messages.ts';
import { type NamedLine, paintEigenvalues, paintEpochLines } from '../marks/spectrum-marks.ts';
import { epochAxis } from '../select/epoch-axis.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import {
  eigenvaluesOf,
  epochBefore,
  rangeOf,
  type Spectrum,
  spectrumOf,
  storedBefore,
  valueAt,
} from '../select/spectrum.ts';
import { nearestStored } from '../select/stored.ts';
import type { EpochReader } from '../select/weight-epochs.ts';
import { gateLabel, lyapunovText, spectrumText } from '../words.ts';
import type { DetailPanelProps } from './histogram-panel.tsx';

export interface SpectrumPanelProps extends Omit<DetailPanelProps, 'weight'> {
  /** The recurrent layer; null: the model has none. */
  readonly layer: string | null;
  readonly span: EpochSpan;
  readonly read: EpochReader;
}

const words = detailMessages.spectrum;

/** Eigenvalues at the playhead, and ρ, σ_max and λ₁ over the epochs, with what they mean. */
export function SpectrumPanel(props: SpectrumPanelProps) {
  const { data, revision, layer, span, read, playhead, navigate, controls } = props;
  const chosen = usePageState((state) => state.gate);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const spectrum = useMemo(
    () => spectrumOf(data, epochAxis(data), layer ?? '', chosen, read),
    [data, revision, layer, chosen, read],
  );
  const { gates, gate, isGated, stored } = spectrum;
  const now = nearestStored(stored, playhead);
  const before = now && storedBefore(stored, now.epoch);
  const { tensor, error, retry } = useTensor(now);
  const { tensor: ghost } = useTensor(before);
  // Numbers of the epoch whose eigenvalues are shown.
  const at = now?.epoch ?? playhead;
  const meaning = spectrumText(gate, isGated, valueAt(spectrum.radius, at), valueAt(spectrum.largest, at));
  const reach = useMemo<Axis>(
    () => ({
      domain: [-spectrum.reach, spectrum.reach],
      ticks: spectrum.reach <= 1.2 ? [-1, 0, 1] : [-spectrum.reach, 0, spectrum.reach],
    }),
    [spectrum.reach],
  );
  const insets = useInsets(30, 6, 8, 28);
  const isEmpty = gates.length === 0;
  const state = stateOf(isEmpty, now?.epoch ?? null, playhead, error, retry);
  return (
    <Panel
      title={words.title}
      unit={layer === null ? null : words.unit(layer)}
      controls={controls}
      state={state.kind === 'note' ? { kind: 'ready' } : state}
      className="gradients-tall"
    >
      <div className="gradients-detail-body">
        <div className="gradients-bar">
          {gates.length > 1 ? (
            <Segmented
              label={words.gate}
              choices={gates.map((value) => ({ value, label: gateLabel(value) }))}
              value={gate}
              onChange={(value) => navigate({ gate: value })}
            />
          ) : null}
          {before ? <span className="gradients-aside">{words.before(before.epoch)}</span> : null}
          {state.kind === 'note' ? <span className="kit-panel-note">{state.note}</span> : null}
        </div>
        <p className="gradients-words">
          {[meaning, lyapunovText(valueAt(spectrum.lyapunov, epochBefore(spectrum.lyapunov, playhead)))]
            .filter((text) => text !== '')
            .join('. ')}
        </p>
        <div className="gradients-spectrum">
          <div className="gradients-circle">
            <Chart
              summary={now && layer ? words.summary(layer, gateLabel(gate), now.epoch, meaning) : words.empty}
              x={reach}
              y={reach}
              insets={insets}
              frame="box"
              lastStep={now?.step ?? 0}
              paint={(plot) =>
                paintEigenvalues(plot, {
                  now: tensor ? eigenvaluesOf(tensor) : null,
                  before: ghost ? eigenvaluesOf(ghost) : null,
                  colour: data.info.colour,
                  circle: words.circle,
                })
              }
            />
            {!isEmpty && stored.length === 0 ? <p className="gradients-none">{words.noEigenvalues}</p> : null}
          </div>
          <Lines
            title={words.radiusUnit}
            lines={[
              { name: words.radius, line: spectrum.radius },
              { name: words.largest, line: spectrum.largest },
            ]}
            limit={1}
            {...{ spectrum, span, playhead, navigate, colour: data.info.colour }}
          />
          <Lines
            title={words.lyapunovUnit}
            lines={[{ name: words.lyapunov, line: spectrum.lyapunov }]}
            limit={0}
            {...{ spectrum, span, playhead, navigate, colour: data.info.colour }}
          />
        </div>
      </div>
    </Panel>
  );
}

interface LinesProps {
  readonly title: string;
  readonly lines: readonly NamedLine[];
  readonly limit: number;
  readonly spectrum: Spectrum;
  readonly span: EpochSpan;
  readonly playhead: number | null;
  readonly colour: number;
  readonly navigate: Navigate;
}

/** Numbers over the epochs with their values at the playhead. */
function Lines({ title, lines, limit, spectrum, span, playhead, colour, navigate }: LinesProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are those of the spectrum
  const range = useMemo(
    () =>
      rangeOf(
        lines.map(({ line }) => line),
        limit,
        limit,
      ),
    [spectrum, limit],
  );
  const [low, high] = range;
  const x = useMemo<Axis>(
    () => ({ domain: bandDomain(span.first, span.last), band: true, ticks: [] }),
    [span.first, span.last],
  );
  const y = useMemo<Axis>(() => {
    const air = Math.max(0.02, (high - low) * 0.12);
    return { domain: [low - air, high + air], label: (value) => number(value) };
  }, [low, high]);
  const insets = useInsets(44, 48, 2, 18);
  const at = epochBefore(lines[0]!.line, playhead);
  const said = lines
    .map(({ name, line }) => `${name} ${number(valueAt(line, at))}`)
    .filter((text) => !text.endsWith('NaN'))
    .join(kitMessages.comma);
  const isEmpty = lines.every(({ line }) => line.xs.length === 0);
  return (
    <div className="gradients-lines">
      <p>
        {said ? <b>{said}</b> : null}
        <span className="gradients-aside">
          {said === '' ? title : at === playhead || at === null ? '' : ` ${words.at(at)}`}
        </span>
      </p>
      <div className="gradients-plot">
        <Chart
          summary={words.linesSummary(title, said)}
          x={x}
          y={y}
          insets={insets}
          paint={(plot) =>
            paintEpochLines(plot, { lines, limit, colour, first: span.first, last: span.last, playhead })
          }
          onPick={({ x: picked }) => Math.round(picked) <= span.reached && navigate({ epoch: Math.round(picked) })}
        >
          <Playhead at={playhead} domain={x.domain} />
        </Chart>
        {isEmpty && spectrum.gates.length > 0 ? <p className="gradients-none">{words.noLyapunov}</p> : null}
      </div>
    </div>
  );
}

function stateOf(
  isEmpty: boolean,
  epoch: number | null,
  playhead: number | null,
  error: string | null,
  onRetry: () => void,
): PanelState {
  if (isEmpty) return { kind: 'empty', sentence: words.empty };
  if (error) return { kind: 'error', message: error, onRetry };
  if (playhead === null || epoch === null || epoch === playhead) return { kind: 'ready' };
  return { kind: 'note', note: `${words.noneHere(playhead)}${kitMessages.comma}${kitMessages.panel.nearest(epoch)}` };
}
