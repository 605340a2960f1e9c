'use client';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useGeometry } from '../../_kit/chart/cursors.tsx';
import { kitMessages } from '../../_kit/messages.ts';
import { useKit } from '../../_kit/state/kit-context.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { plotsMessages } from '../plots-messages.ts';
import type { RunScale } from '../select/run-scale.ts';
import { nearestPoint, type PlacedPoint, placePoints, type ScatterPoint } from '../select/scatter.ts';
import { valueText } from '../words.ts';

const words = plotsMessages.scatter;

export interface ScatterRunsProps {
  readonly points: readonly ScatterPoint[];
  readonly x: RunScale;
  readonly y: RunScale;
  readonly names: readonly string[];
  readonly navigate: Navigate;
}

/** Over a scatter: what a run is where the pointer or the keys are; a press holds the others against it, a double press opens it. */
export function ScatterRuns({ points, x, y, names, navigate }: ScatterRunsProps) {
  const id = useId();
  const geometry = useGeometry();
  const { theme } = useKit();
  /** Ids of the runs: points may be made anew. */
  const [pointed, setPointed] = useState<string | null>(null);
  const [walked, setWalked] = useState<string | null>(null);
  const [isFocused, setIsFocused] = useState(false);
  const placed = useMemo(
    () => (geometry ? placePoints(points, x, y, geometry) : []).toSorted((a, b) => a.px - b.px || b.py - a.py),
    [points, x, y, geometry],
  );
  if (!geometry) return null;
  const find = (run: string | null) => placed.find((point) => point.run.info.id === run) ?? null;
  const at = find(pointed) ?? (isFocused ? (find(walked) ?? placed[0] ?? null) : null);
  const pin = (point: PlacedPoint | null) => point && navigate({ referenceRun: point.run.info.id });
  const open = (point: PlacedPoint | null) => point && navigate({ view: 'overview', focus: point.run.info.id });
  const near = (event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    return nearestPoint(placed, { px: event.clientX - box.left, py: event.clientY - box.top });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = find(walked) ?? placed[0] ?? null;
    const step = STEPS[event.key];
    if (step !== undefined && here) {
      const to = placed[Math.min(placed.length - 1, Math.max(0, placed.indexOf(here) + step))]!;
      setWalked(to.run.info.id);
      setPointed(null);
    } else if (event.key === 'Enter' || event.key === ' ') pin(here);
    else if (event.key === 'o' || event.key === 'O') open(here);
    else return;
    // these keys are the timeline's elsewhere
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {at ? <div className="compare-ring" style={{ transform: `translate(${at.px - 8}px, ${at.py - 8}px)` }} /> : null}
      <div
        className="compare-scatter"
        role="listbox"
        tabIndex={0}
        aria-label={words.marks}
        aria-description={words.keys}
        aria-activedescendant={at ? `${id}-${at.run.info.id}` : undefined}
        style={pointed === null ? {} : { cursor: 'pointer' }}
        onPointerMove={(event) => setPointed(near(event)?.run.info.id ?? null)}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => pin(near(event))}
        onDoubleClick={(event) => open(near(event))}
        onFocus={(event) => setIsFocused(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setIsFocused(false)}
        onKeyDown={onKeyDown}
      >
        {placed.map(({ run: { info }, mark, x: valueX, y: valueY }) => (
          <span
            key={info.id}
            id={`${id}-${info.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={mark.isReference}
            className="compare-hidden"
          >
            {words.run(info.name, valueText(valueX), valueText(valueY))}
          </span>
        ))}
      </div>
      <ChartTooltip
        at={at}
        title={at ? at.run.info.name : ''}
        rows={at ? rowsOf(at, names, runColour(theme.tokens, at.mark.colour)) : []}
      />
    </>
  );
}

const STEPS: { readonly [key: string]: number } = {
  ...{ ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

function rowsOf({ x, y, mark, run }: PlacedPoint, [nameX = '', nameY = '']: readonly string[], colour: string) {
  return [
    { name: nameX, value: valueText(x), colour },
    ...(nameY === nameX ? [] : [{ name: nameY, value: valueText(y), colour }]),
    ...(mark.group.runs.length > 1 ? [{ name: mark.group.name, value: '' }] : []),
    { name: kitMessages.status[run.info.status], value: mark.isReference ? words.isReference : '' },
    { name: words.hint, value: '' },
  ];
}
