'use client';
import { useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { linesTable } from '../../_kit/export/table.ts';
import { paintBadValues, paintLine } from '../../_kit/marks/lines.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel } from '../../_kit/panel.tsx';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { attentionMessages } from '../messages.ts';
import { type EpochValues, type Quality, valueAt } from '../select/quality.ts';
import { special } from '../words.ts';

const words = attentionMessages.quality;

export interface QualityPanelProps {
  readonly quality: Quality;
  /** Sequences of the probe it is the mean of. */
  readonly examples: number;
  readonly epochs: number;
  readonly epoch: number | null;
  readonly colour: number;
  readonly navigate: Navigate;
}

/** One small chart. */
interface Measure {
  readonly name: string;
  readonly line: EpochValues;
  readonly kind: 'share' | 'mass' | 'log';
  readonly say: (value: number) => string;
  /** Why there is nothing. */
  readonly unknown: string;
}

/** How good the attention of the whole probe is over epochs: how wide, how wrong, how well-formed. */
export function QualityPanel({ quality, examples, epochs, epoch, colour, navigate }: QualityPanelProps) {
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, epochs), band: true }), [epochs]);
  return (
    <Panel
      title={words.title}
      unit={words.unit(examples)}
      table={() =>
        linesTable(
          'epoch',
          measuresOf(quality).map(({ name, line }) => ({ name, xs: line.epochs, ys: line.values })),
        )
      }
    >
      <div className="attention-quality">
        {measuresOf(quality).map((measure) => (
          <QualityChart key={measure.name} {...{ measure, x, epoch, epochs, colour, navigate }} />
        ))}
      </div>
    </Panel>
  );
}

function measuresOf(quality: Quality): readonly Measure[] {
  const { share, small, percent } = words.value;
  const entropy = hasNoChoice(quality) ? NOTHING : quality.entropy;
  const noEntropy = entropy === NOTHING ? words.oneSource : words.notRecorded;
  const measures: Measure[] = [
    { name: words.entropy, line: entropy, kind: 'share', say: share, unknown: noEntropy },
    { name: words.alignmentError, line: quality.alignmentError, kind: 'share', say: share, unknown: words.noAlignment },
    { name: words.offAlignment, line: quality.offAlignment, kind: 'share', say: share, unknown: words.noAlignment },
    { name: words.rowSumError, line: quality.rowSumError, kind: 'log', say: small, unknown: words.notRecorded },
    { name: words.padMass, line: quality.padMass, kind: 'mass', say: small, unknown: words.noPadding },
    { name: words.decodedExact, line: quality.decodedExact, kind: 'share', say: percent, unknown: words.noDecoding },
  ];
  return measures;
}

const NOTHING: EpochValues = { epochs: [], values: [] };

/** Whether no row ever had two sources to choose from: then there is no entropy, though every weight is a number. */
function hasNoChoice({ entropy, rowSumError }: Quality): boolean {
  return entropy.values.length > 0 && entropy.values.every(Number.isNaN) && rowSumError.values.every(Number.isFinite);
}

interface QualityChartProps {
  readonly measure: Measure;
  readonly x: Axis;
  readonly epoch: number | null;
  readonly epochs: number;
  readonly colour: number;
  readonly navigate: Navigate;
}

function QualityChart({ measure, x, epoch, epochs, colour, navigate }: QualityChartProps) {
  const { name, line, kind, say, unknown } = measure;
  const [low, high] = domainOf(line.values, kind);
  const y = useMemo<Axis>(
    () => ({ domain: [low, high], ticks: [low, high], ...(kind === 'log' ? { log: true } : {}) }),
    [low, high, kind],
  );
  const insets = useInsets(34, 12, 10, 18);
  const ys = useMemo(
    () => (kind === 'log' ? line.values.map((value) => logOf(value, low)) : line.values),
    [line, kind, low],
  );
  const value = valueAt(line, epoch);
  const isKnown = line.epochs.length > 0;
  const shown = isKnown ? special(value, say) : '–';
  const paint = (plot: Plot) => {
    if (!isKnown) return;
    const ink = runColour(plot.theme.tokens, colour);
    paintLine(plot, { xs: line.epochs, ys, colour: ink, width: 1.75 });
    paintBadValues(plot, { xs: line.epochs, ys, colour: ink }, plot.grid.top + 5);
    const at = epoch === null ? ys.length - 1 : line.epochs.indexOf(epoch);
    if (Number.isFinite(ys[at])) paintDot(plot, plot.x(line.epochs[at]!), plot.y(ys[at]!), ink);
  };
  return (
    <figure className="attention-measure" title={isKnown ? name : `${name}${kitMessages.colon}${unknown}`}>
      <figcaption>
        <span>{name}</span>
        <b>{shown}</b>
      </figcaption>
      <div className="attention-host">
        <Chart
          summary={words.summary(name, isKnown ? shown : unknown, epoch)}
          x={x}
          y={y}
          insets={insets}
          paint={paint}
          onPick={(point) => navigate({ epoch: Math.min(epochs, Math.max(1, Math.round(point.x))) })}
        >
          {isKnown ? <Playhead at={epoch} domain={x.domain} /> : null}
        </Chart>
        {isKnown ? null : <p className="attention-unknown">{unknown}</p>}
      </div>
    </figure>
  );
}

function paintDot({ ctx, theme }: Plot, x: number, y: number, colour: string): void {
  ctx.beginPath();
  ctx.arc(x, y, 3, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.strokeStyle = theme.tokens.bg1;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

/** Shares are drawn on 0…1, masses on as much as they need, logs on whole decades; fixed over a run but for growth. */
function domainOf(values: readonly number[], kind: Measure['kind']): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const largest = Math.max(0, ...finite);
  if (kind === 'share') return [0, 1];
  if (kind === 'mass') return [0, [0.01, 0.1, 0.2, 0.5, 1].find((top) => largest <= top) ?? Math.ceil(largest)];
  const logs = finite.filter((value) => value > 0).map(Math.log10);
  return [Math.min(-8, Math.floor(Math.min(0, ...logs))), Math.max(-5, Math.ceil(Math.max(-8, ...logs)))];
}

/** An exact 0 lies on the floor of a log axis. */
function logOf(value: number, floor: number): number {
  return value === 0 ? floor : Math.log10(value);
}
