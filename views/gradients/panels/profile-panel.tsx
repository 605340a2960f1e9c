'use client';
import { useMemo } from 'react';
import type { FlowScale } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { TimestepCursor } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import type { Table } from '../../_kit/export/table.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintProfile } from '../marks/profile-marks.ts';
import { gradientsMessages } from '../messages.ts';
import type { FlowHistory } from '../select/flow-history.ts';
import { type Profile, profileAt, profileDomain } from '../select/profile.ts';
import type { ReferenceCurve } from '../select/references.ts';
import { horizonText, listed, normText } from '../words.ts';
import { FLOW_COLUMN } from './insets.ts';

export interface ProfilePanelProps {
  readonly data: RunData;
  readonly history: FlowHistory;
  readonly references: readonly ReferenceCurve[];
  readonly scale: FlowScale;
  readonly playhead: number | null;
  readonly timestep: number | null;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

const words = gradientsMessages.profile;

/** Gradient norm over timesteps at the playhead, aligned with the map above. */
export function ProfilePanel(props: ProfilePanelProps) {
  const { data, history, references, scale, playhead, timestep, navigate } = props;
  const profile = useMemo(() => profileAt(history, playhead, scale), [history, playhead, scale]);
  const domain = useMemo(() => profileDomain(history, scale), [history, scale]);
  const time = Math.max(1, history.time);
  const [low, high] = domain;
  const x = useMemo<Axis>(
    () => ({
      domain: bandDomain(1, time),
      band: true,
      ticks: bandTicks(1, time, 9),
      title: gradientsMessages.axes.timestep,
    }),
    [time],
  );
  // A little air above the top decade, so that a curve at it is not cut.
  const y = useMemo<Axis>(() => ({ domain: [low, high + (high - low) * 0.04], log: true }), [low, high]);
  const insets = useInsets(FLOW_COLUMN.left, FLOW_COLUMN.right, 6, 34);
  const isNearest = profile !== null && profile.shown !== playhead;
  const symbol = gradientsMessages.symbol[history.quantity];
  const paint = (plot: Plot) => {
    if (profile) {
      paintProfile(plot, {
        profile,
        references,
        colour: data.info.colour,
        horizonText: horizonText(history, profile.curves),
        timestep,
        isNearest,
        backward: history.backward,
      });
    }
    paintAxisWords(
      plot,
      symbol,
      history.isAnchoredLast && profile ? lossStep(history, profile) : null,
      history.backward,
    );
  };
  const state: PanelState =
    props.state.kind === 'ready' && isNearest && playhead !== null
      ? {
          kind: 'note',
          note: `${kitMessages.panel.noSnapshot(playhead)}${kitMessages.comma}${kitMessages.panel.nearest(profile.shown)}`,
        }
      : props.state;
  return (
    <Panel
      title={playhead === null ? words.titleEmpty : words.title(playhead)}
      readout={profile && timestep !== null ? words.readout(timestep, valueText(profile, timestep)) : null}
      unit={scale === 'peak' ? words.share : words.band}
      state={state}
      {...(profile ? { table: () => profileTable(profile) } : {})}
      controls={profile ? <ProfileKey profile={profile} references={references} /> : null}
    >
      <Chart
        summary={profile ? summaryOf(history, profile) : words.titleEmpty}
        x={x}
        y={y}
        insets={insets}
        paint={paint}
        onHover={(point) => point && profile && navigate({ timestep: Math.max(1, Math.round(point.x)) })}
        onPick={(point) => profile && navigate({ timestep: Math.max(1, Math.round(point.x)) })}
      >
        {profile ? <TimestepCursor at={timestep} domain={x.domain} /> : null}
      </Chart>
    </Panel>
  );
}

/** A row per timestep: median and the band over sequences. The profile holds logarithms. */
function profileTable({ xs, median, q10, q90 }: Profile): Table {
  const value = (log: number | undefined) => (log === undefined || Number.isNaN(log) ? null : 10 ** log);
  return {
    columns: ['t', 'median', 'q10', 'q90'],
    rows: Array.from(xs, (t, i) => [t, value(median[i]), value(q10[i]), value(q90[i])]),
  };
}

function ProfileKey({
  profile,
  references,
}: {
  readonly profile: Profile;
  readonly references: readonly ReferenceCurve[];
}) {
  return (
    <span className="kit-hide-small gradients-key">
      {profile.ghosts.length > 0 ? (
        <span>{words.ghosts(profile.ghosts.map(({ epoch }) => epoch).join(kitMessages.list))}</span>
      ) : null}
      {references.length > 0 ? (
        <span>{words.reference(references.map(({ name }) => name).join(kitMessages.list))}</span>
      ) : null}
    </span>
  );
}

/** The quantity along the y axis and, below its end, where the loss is read. */
function paintAxisWords(plot: Plot, symbol: string, lossAt: number | null, isAtLeft: boolean): void {
  const { ctx, grid, theme } = plot;
  ctx.fillStyle = theme.tokens.fg2;
  ctx.save();
  ctx.translate(8, grid.top + grid.height / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(symbol, 0, 0);
  ctx.restore();
  if (lossAt === null) return;
  ctx.fillStyle = theme.tokens.fg3;
  ctx.textAlign = isAtLeft ? 'left' : 'right';
  ctx.textBaseline = 'middle';
  const x = isAtLeft ? grid.left : grid.left + grid.width;
  ctx.fillText(gradientsMessages.axes.lossAt(lossAt), x, plot.height - 11);
}

/** The step the layer reads last: there the loss enters. */
function lossStep({ backward }: FlowHistory, { curves }: Profile): number {
  return backward ? curves.firstStep : curves.lastStep;
}

function valueText({ median, curves }: Profile, timestep: number): string {
  if (timestep < curves.firstStep || timestep > curves.lastStep) return words.padded;
  return normText(median[timestep - 1] ?? Number.NaN);
}

function summaryOf(history: FlowHistory, profile: Profile): string {
  const finite = [...profile.median].filter((value) => !Number.isNaN(value));
  return words
    .summary(
      profile.shown,
      horizonText(history, profile.curves),
      normText(Math.min(...finite)),
      normText(Math.max(...finite)),
    )
    .concat(profile.ghosts.length > 0 ? ` ${words.ghosts(listed(profile.ghosts.map(({ epoch }) => epoch)))}.` : '');
}
