'use client';
import { useMemo } from 'react';
import type { Alignment } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Health, RunSummary } from '../../../lib/protocol/summary.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { xsOf } from '../../_kit/curves/x-axis.ts';
import { paintHealth, stretches } from '../../_kit/marks/health.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { compareMessages as words } from '../messages.ts';

export interface HealthStripsProps {
  readonly runs: readonly RunData[];
  readonly summaries: readonly RunSummary[];
  readonly align: Alignment;
  readonly version: string;
  /** The x axis of the lines above, with their insets. */
  readonly axis: Axis;
  readonly left: number;
  readonly right: number;
}

/** px of a strip and below it, up to so many runs. */
const SIZES = [
  { most: 8, height: 12, gap: 2 },
  { most: 12, height: 6, gap: 2 },
  { most: Number.POSITIVE_INFINITY, height: 4, gap: 1 },
] as const;
const MOST_STRIPS = 12;

interface Strip {
  readonly name: string;
  readonly colour: number;
  readonly health: readonly Health[];
  /** Where each epoch begins and ends along the axis. */
  readonly edges: readonly number[];
}

/** Health of each run by epoch, laid out along the axis of the lines above. */
export function HealthStrips({ runs, summaries, align, version, axis, left, right }: HealthStripsProps) {
  const { height, gap } = SIZES.find(({ most }) => runs.length <= most)!;
  const shown = Math.min(runs.length, MOST_STRIPS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const strips = useMemo(
    () =>
      runs.slice(0, MOST_STRIPS).map((run): Strip => {
        const health = summaries.find(({ info }) => info.id === run.info.id)?.health ?? [];
        const byEpoch = new Map(run.epochs.map((each) => [each.epoch, each]));
        const ends = health.map((_, i) => byEpoch.get(i + 1)?.step ?? Number.NaN);
        const starts = (byEpoch.get(1)?.firstStep ?? 1) - 1;
        return {
          name: run.info.name,
          colour: run.info.colour,
          health,
          edges: [...xsOf(align, run, Float64Array.of(starts, ...ends))],
        };
      }),
    [runs, version, summaries, align],
  );
  const x = useMemo<Axis>(() => ({ domain: axis.domain, ticks: [] }), [axis]);
  const y = useMemo<Axis>(() => ({ domain: [0, 1], ticks: [] }), []);
  const insets = useInsets(left, right, 0, 0);
  const paint = (plot: Plot) => {
    for (const [row, strip] of strips.entries()) paintStrip(plot, strip, row * (height + gap), height);
  };
  return (
    <div className="compare-strips" style={{ height: shown * (height + gap) + 4 }}>
      <Chart
        summary={words.healthStrips(strips.map(({ name }) => name).join(kitMessages.list))}
        frame="none"
        {...{ x, y, insets, paint }}
        paintedOf={[strips, height, gap]}
      />
      {runs.length > shown ? (
        <span className="compare-strips-more" title={words.notShown(shown, runs.length)}>
          {words.fewOf(shown, runs.length)}
        </span>
      ) : null}
    </div>
  );
}

function paintStrip(plot: Plot, { colour, health, edges }: Strip, top: number, height: number): void {
  const { ctx, grid, theme } = plot;
  ctx.fillStyle = runColour(theme.tokens, colour);
  ctx.beginPath();
  ctx.arc(grid.left - 12, top + height / 2, Math.min(3.5, height / 2), 0, 2 * Math.PI);
  ctx.fill();
  ctx.save();
  ctx.beginPath();
  ctx.rect(grid.left, top, grid.width, height);
  ctx.clip();
  for (const { health: state, first, last } of stretches(health, health.length)) {
    const from = Math.round(plot.x(edges[first - 1] ?? Number.NaN));
    const to = Math.round(plot.x(edges[last] ?? Number.NaN));
    if (Number.isFinite(from + to))
      paintHealth(ctx, theme.tokens, state, from, top, Math.max(1, to - from - 1), height);
  }
  ctx.restore();
}
