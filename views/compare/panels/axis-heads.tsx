'use client';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Brush } from '../../../lib/client/page-state.ts';
import { useGeometry } from '../../_kit/chart/cursors.tsx';
import { Popover } from '../../_kit/popover.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { compareMessages } from '../messages.ts';
import { plotsMessages } from '../plots-messages.ts';
import { type Dimension, dimensionOf, SIDES, withSide } from '../select/dimensions.ts';
import type { ParallelAxis } from '../select/parallel.ts';
import { dimensionLabel } from '../words.ts';
import { DimensionList } from './dimension-list.tsx';

const words = plotsMessages.parallel;

export interface AxisHeadsProps {
  readonly axes: readonly ParallelAxis[];
  readonly brushes: readonly Brush[];
  readonly all: readonly Dimension[];
  readonly onBrush: (axis: string, range: Omit<Brush, 'axis'> | null) => void;
  readonly onMove: (axis: string, by: number) => void;
  readonly onRemove: (axis: string) => void;
  readonly onReplace: (axis: string, by: string) => void;
  /** Logarithmic becomes linear, and the other way round. */
  readonly onRescale: (axis: string) => void;
  readonly onColour: (axis: string) => void;
}

/** px a head is dragged before it is no press. */
const LEAST_DRAG = 6;

/** The names above the axes: dragged or by ← → an axis moves; a press opens what can be done with it. */
export function AxisHeads(props: AxisHeadsProps) {
  const { axes, brushes, onMove } = props;
  const geometry = useGeometry();
  const drag = useRef<{ readonly key: string; readonly from: number; readonly left: number; isDragged: boolean }>(null);
  const [shift, setShift] = useState<{ readonly key: string; readonly px: number } | null>(null);
  if (!geometry || axes.length === 0) return null;
  const pitch = axes.length > 1 ? geometry.x(1) - geometry.x(0) : geometry.grid.width;
  const onDown = (event: PointerEvent, key: string, at: number) => {
    if (event.button === 0) drag.current = { key, from: at, left: event.clientX, isDragged: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current;
    if (!held || event.buttons !== 1) return;
    const px = event.clientX - held.left;
    if (!held.isDragged && Math.abs(px) < LEAST_DRAG) return;
    if (!held.isDragged) event.currentTarget.setPointerCapture(event.pointerId);
    held.isDragged = true;
    setShift({ key: held.key, px });
  };
  const onUp = (event: PointerEvent) => {
    const held = drag.current;
    setShift(null);
    if (held?.isDragged) onMove(held.key, Math.round((event.clientX - held.left) / pitch));
  };
  const onKeyDown = (event: KeyboardEvent, key: string) => {
    if (!(event.target instanceof HTMLButtonElement) || event.target.closest('[popover]')) return;
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0) onMove(key, by);
    else if (event.key === 'Delete') props.onRemove(key);
    else return;
    // these keys are the timeline's elsewhere
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="compare-heads">
      {axes.map((axis, at) => {
        const { key } = axis.dimension;
        const label = dimensionLabel(axis.dimension);
        const brush = brushes.find((each) => each.axis === key) ?? null;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the button within is what is pressed; here it is dragged
          <div
            key={key}
            className="compare-head"
            style={{
              left: geometry.x(at) + (shift?.key === key ? shift.px : 0),
              width: Math.min(180, pitch - 8),
            }}
            onPointerDown={(event) => onDown(event, key, at)}
            onPointerMove={onPointerMove}
            onPointerUp={onUp}
            onClickCapture={(event) => {
              // a drag that ends on the button is no press
              if (drag.current?.isDragged) {
                event.preventDefault();
                event.stopPropagation();
              }
              drag.current = null;
            }}
            onKeyDown={(event) => onKeyDown(event, key)}
          >
            <Popover
              button={<bdi>{label}</bdi>}
              buttonClass={brush ? 'compare-head-button compare-brushed' : 'compare-head-button'}
              buttonLabel={words.axis(label, at + 1, axes.length)}
              title={words.headTitle(label)}
              label={label}
              className="compare-axis-sheet"
            >
              {(close) => <AxisSheet {...props} {...{ axis, at, brush, close }} />}
            </Popover>
          </div>
        );
      })}
    </div>
  );
}

interface AxisSheetProps extends AxisHeadsProps {
  readonly axis: ParallelAxis;
  readonly at: number;
  readonly brush: Brush | null;
  readonly close: () => void;
}

/** What can be done with an axis: another dimension or side, a brush by its ends, its place, its colours. */
function AxisSheet(props: AxisSheetProps) {
  const { axis, at, axes, all, brush, onBrush, onMove, onRemove, onReplace, onRescale, onColour, close } = props;
  const { dimension, scale } = axis;
  const others = all.filter(({ key }) => key === dimension.key || !axes.some((each) => each.dimension.key === key));
  return (
    <>
      <DimensionList
        label={words.shows}
        dimensions={others}
        value={dimension.kind === 'measure' ? withSide(dimension, 'best').key : dimension.key}
        onChange={(key) => {
          close();
          const chosen = dimensionOf(key, all);
          if (chosen && !axes.some((each) => each.dimension.key === chosen.key)) onReplace(dimension.key, chosen.key);
        }}
      />
      {dimension.kind === 'measure' ? (
        <Segmented
          label={plotsMessages.sideChoice}
          choices={SIDES.map((value) => ({ value, label: plotsMessages.sides[value] }))}
          value={dimension.side}
          onChange={(side) => {
            const { key } = withSide(dimension, side);
            if (!axes.some((each) => each.dimension.key === key)) onReplace(dimension.key, key);
          }}
        />
      ) : null}
      {scale.canLog ? (
        <Segmented
          label={words.scale}
          choices={[
            { value: 'log', label: compareMessages.log },
            { value: 'linear', label: compareMessages.linear },
          ]}
          value={scale.log ? 'log' : 'linear'}
          onChange={(value) => {
            if ((value === 'log') !== scale.log) onRescale(dimension.key);
          }}
        />
      ) : null}
      <fieldset className="compare-ends">
        <legend>{words.within}</legend>
        {(['from', 'to'] as const).map((end) => (
          <span key={end} className="compare-ends-one">
            <span aria-hidden="true">{words[end]}</span>
            <BrushEnd
              {...{ scale, end }}
              value={brush ? brush[end] : null}
              onChange={(value) => {
                const from = end === 'from' ? value : (brush?.from ?? Number.NEGATIVE_INFINITY);
                const to = end === 'to' ? value : (brush?.to ?? Number.POSITIVE_INFINITY);
                const isAll = from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY;
                onBrush(dimension.key, isAll ? null : { from, to });
              }}
            />
          </span>
        ))}
      </fieldset>
      <p className="compare-ends-note">{words.open}</p>
      <div className="compare-axis-actions">
        <button type="button" className="kit-button" disabled={at === 0} onClick={() => onMove(dimension.key, -1)}>
          {words.left}
        </button>
        <button
          type="button"
          className="kit-button"
          disabled={at === axes.length - 1}
          onClick={() => onMove(dimension.key, 1)}
        >
          {words.right}
        </button>
        <button type="button" className="kit-button" onClick={() => onColour(dimension.key)}>
          {words.colourThis}
        </button>
        <button
          type="button"
          className="kit-button"
          disabled={axes.length < 2}
          onClick={() => {
            close();
            onRemove(dimension.key);
          }}
        >
          {words.remove}
        </button>
      </div>
    </>
  );
}

interface BrushEndProps {
  readonly scale: ParallelAxis['scale'];
  readonly end: 'from' | 'to';
  /** Null and what is not finite: no limit. */
  readonly value: number | null;
  readonly onChange: (value: number) => void;
}

/** One end of a brush: a number, or one of the categories. */
function BrushEnd({ scale, end, value, onChange }: BrushEndProps) {
  const none = end === 'from' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const label = `${words.within} ${words[end]}`;
  const isSet = value !== null && Number.isFinite(value);
  if (scale.kind === 'category') {
    const place = isSet ? Math.min(scale.names.length - 1, Math.max(0, Math.round(value))) : '';
    return (
      <select
        className="kit-select"
        aria-label={label}
        value={place}
        onChange={({ target }) => onChange(target.value === '' ? none : Number(target.value))}
      >
        <option value="">–</option>
        {scale.names.map((name, at) => (
          <option key={name} value={at}>
            {name}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      key={String(value)}
      type="number"
      aria-label={label}
      step="any"
      className="compare-end"
      defaultValue={isSet ? value : ''}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      onBlur={({ target }) => {
        const next = target.value === '' ? none : Number(target.value);
        if (next !== (isSet ? value : none) && !Number.isNaN(next)) onChange(next);
      }}
    />
  );
}
