'use client';
import { useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { shortened } from '../../_kit/marks/labels.ts';
import { Panel } from '../../_kit/panel.tsx';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { compareMessages as words } from '../messages.ts';
import type { SeriesPartings } from '../select/partings.ts';
import { labelOfName } from '../words.ts';

export interface PartingPanelProps {
  readonly rows: readonly SeriesPartings[];
  readonly epochs: number;
  readonly epoch: number | null;
  readonly navigate: Navigate;
}

/** For each series the first epoch at which each group parts from the reference: a dot in its colour. */
export function PartingPanel({ rows, epochs, epoch, navigate }: PartingPanelProps) {
  const sorted = useMemo(
    () => [...rows].sort((a, b) => (a.first?.epoch ?? Infinity) - (b.first?.epoch ?? Infinity)),
    [rows],
  );
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, epochs), band: true, title: words.epoch }), [epochs]);
  const y = useMemo<Axis>(
    () => ({ domain: [-0.5, Math.max(1, rows.length) - 0.5], ticks: [], inverse: true }),
    [rows.length],
  );
  const insets = useInsets(118, 16, 6, 32);
  const paint = (plot: Plot) => {
    for (const [index, row] of sorted.entries()) paintRow(plot, row, index);
  };
  const said = sorted.map(({ name, first }) => `${labelOfName(name)} ${first?.epoch ?? words.never}`).join('; ');
  return (
    <Panel
      title={words.firstPart}
      unit={words.firstPartUnit}
      className="compare-parting"
      table={() => ({
        columns: ['line', 'group', 'epoch'],
        rows: sorted.flatMap(({ name, groups }) =>
          groups.map(({ group, epoch: parts }) => [labelOfName(name), group.name, parts]),
        ),
      })}
    >
      <Chart
        summary={words.summary(words.firstPart, said)}
        {...{ x, y, insets, paint }}
        paintedOf={[sorted]}
        onPick={(point) => navigate({ epoch: Math.min(epochs, Math.max(1, Math.round(point.x))) })}
      >
        <Playhead at={epoch} domain={x.domain} />
      </Chart>
    </Panel>
  );
}

/** Radius of a dot, px. */
const DOT = 4;

function paintRow(plot: Plot, { name, groups, first }: SeriesPartings, index: number): void {
  const { ctx, grid, theme } = plot;
  const y = plot.y(index);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillStyle = theme.tokens.fg2;
  ctx.fillText(shortened(ctx, labelOfName(name), grid.left - 16), grid.left - 8, y);
  ctx.fillStyle = theme.tokens.line;
  ctx.fillRect(grid.left, Math.round(y), grid.width, 1);
  if (!first) {
    ctx.fillStyle = theme.tokens.fg3;
    ctx.textAlign = 'left';
    const said = groups.every(({ compared }) => compared === 0) ? words.notBoth : words.never;
    const room = ctx.measureText(said).width;
    ctx.fillStyle = theme.tokens.bg1;
    ctx.fillRect(grid.left + 4, y - 6, room + 8, 13);
    ctx.fillStyle = theme.tokens.fg3;
    ctx.fillText(said, grid.left + 8, y);
    return;
  }
  const byEpoch = Map.groupBy(groups, ({ epoch }) => epoch);
  const room = Math.abs(plot.y(1) - plot.y(0)) - 2 * DOT - 2;
  for (const [epoch, parted] of byEpoch) {
    if (epoch === null) continue;
    // one above the other: sideways they would stand at other epochs
    const pitch = Math.max(0, Math.min(2 * DOT + 1, room / Math.max(1, parted.length - 1)));
    for (const [place, { group }] of parted.entries()) {
      ctx.fillStyle = runColour(theme.tokens, group.colour);
      ctx.beginPath();
      ctx.arc(plot.x(epoch), y + (place - (parted.length - 1) / 2) * pitch, DOT, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
}
