'use client';
import { type PointerEvent, useId, useRef, useState } from 'react';
import type { Brush } from '../../../lib/client/page-state.ts';
import { useGeometry } from '../../_kit/chart/cursors.tsx';
import { kitMessages } from '../../_kit/messages.ts';
import { useKit } from '../../_kit/state/kit-context.ts';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { colourOf, type LineColours } from '../marks/parallel-marks.ts';
import { plotsMessages } from '../plots-messages.ts';
import { nearestLine, type ParallelAxis, type ParallelLine, valueAtHeight } from '../select/parallel.ts';
import { valueText } from '../words.ts';

const words = plotsMessages.parallel;

export interface ParallelRunsProps {
  readonly lines: readonly ParallelLine[];
  readonly axes: readonly ParallelAxis[];
  readonly names: readonly string[];
  readonly colours: LineColours | null;
  /** A brush while it is drawn. */
  readonly onDraft: (brush: Brush | null) => void;
  /** A brush that was drawn; null: a press on an axis takes its brush away. */
  readonly onBrush: (axis: string, range: Omit<Brush, 'axis'> | null) => void;
  readonly navigate: Navigate;
}

/** px from an axis within which a drag is a brush; px of a drag that is no press. */
const NEAR_AXIS = 14;
const LEAST_DRAG = 4;
const REACH = 14;

/** Over the lines: what a run is where the pointer is; a drag along an axis brushes it, a press holds the others against a run. */
export function ParallelRuns({ lines, axes, names, colours, onDraft, onBrush, navigate }: ParallelRunsProps) {
  const id = useId();
  const geometry = useGeometry();
  const { theme } = useKit();
  const [pointer, setPointer] = useState<{ readonly px: number; readonly py: number } | null>(null);
  const drag = useRef<{ readonly axis: ParallelAxis; readonly from: number; readonly py: number } | null>(null);
  const latest = useRef<Brush | null>(null);
  if (!geometry) return null;
  const at = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { px: event.clientX - box.left, py: event.clientY - box.top };
  };
  const axisNear = (px: number) => {
    const nearest = Math.round(geometry.valueAtX(px));
    const axis = axes[nearest];
    return axis && Math.abs(geometry.x(nearest) - px) <= NEAR_AXIS ? axis : null;
  };
  const lineNear = ({ px, py }: { readonly px: number; readonly py: number }) =>
    nearestLine(
      lines,
      { axis: geometry.valueAtX(px), height: geometry.valueAtY(py) },
      Math.abs(geometry.valueAtY(0) - geometry.valueAtY(REACH)),
    );
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const { px, py } = at(event);
    const axis = axisNear(px);
    if (!axis) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { axis, from: valueAtHeight(geometry.valueAtY(py), axis.scale), py };
  };
  const onMove = (event: PointerEvent) => {
    const { px, py } = at(event);
    setPointer({ px, py });
    const { axis, from, py: start } = drag.current ?? {};
    if (!axis || from === undefined || start === undefined || Math.abs(py - start) < LEAST_DRAG) return;
    const to = valueAtHeight(geometry.valueAtY(py), axis.scale);
    latest.current = { axis: axis.dimension.key, from: Math.min(from, to), to: Math.max(from, to) };
    onDraft(latest.current);
  };
  const onUp = (event: PointerEvent) => {
    const held = drag.current;
    const brush = latest.current;
    [drag.current, latest.current] = [null, null];
    if (held) {
      onBrush(held.axis.dimension.key, brush);
      return;
    }
    const line = event.button === 0 ? lineNear(at(event)) : null;
    if (line) navigate({ referenceRun: line.run.info.id });
  };
  const onCancel = () => {
    [drag.current, latest.current] = [null, null];
    onDraft(null);
  };
  const line = pointer && !drag.current ? lineNear(pointer) : null;
  const isBrush = pointer !== null && axisNear(pointer.px) !== null;
  return (
    <>
      <div
        className="compare-parallel"
        style={{ cursor: isBrush ? 'ns-resize' : line ? 'pointer' : 'default' }}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onCancel}
        onPointerLeave={() => setPointer(null)}
      />
      {line ? (
        <svg className="compare-trace" aria-hidden="true">
          <polyline
            points={line.heights.map((height, axis) => `${geometry.x(axis)},${geometry.y(height)}`).join(' ')}
            stroke={colourOf({ theme }, line, colours)}
          />
        </svg>
      ) : null}
      {line
        ? axes.map(({ dimension, values }, axis) => (
            <span
              key={dimension.key}
              className="compare-at"
              style={{ left: geometry.x(axis) + 8, top: geometry.y(line.heights[axis]!) - 9 }}
            >
              {valueText(values[lines.indexOf(line)])}
            </span>
          ))
        : null}
      <ul className="compare-hidden" id={id} aria-label={words.title}>
        {lines.map(({ run: { info }, isKept }, i) => (
          <li key={info.id}>
            {words.run(
              info.name,
              axes.map(({ values }, axis) => words.valueOf(names[axis] ?? '', valueText(values[i]))),
              isKept,
            )}
          </li>
        ))}
      </ul>
      <ChartTooltip
        at={line ? pointer : null}
        title={line?.run.info.name ?? ''}
        rows={line ? rowsOf(line, colourOf({ theme }, line, colours)) : []}
      />
    </>
  );
}

function rowsOf({ run, mark }: ParallelLine, colour: string) {
  return [
    ...(mark.group.runs.length > 1 ? [{ name: mark.group.name, value: '', colour }] : []),
    {
      name: kitMessages.status[run.info.status],
      value: mark.isReference ? plotsMessages.scatter.isReference : '',
      colour,
    },
  ];
}
