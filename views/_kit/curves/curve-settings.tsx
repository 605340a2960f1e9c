'use client';
import { useId, useRef } from 'react';
import { CURVE_X, type PageState } from '../../../lib/client/page-state.ts';
import { Icon } from '../icons.tsx';
import { Segmented } from '../segmented.tsx';
import { usePageState } from '../state/use-page-state.ts';
import type { Navigate } from '../view-props.ts';
import { curvesMessages as words } from './curves-messages.ts';

/** px between button and sheet, and to the edge of the window. */
const GAP = 6;
const HUNDREDTHS = 99;

export interface CurveSettingsProps {
  /** Key of the chart. */
  readonly chart: string;
  readonly navigate: Navigate;
}

const whole = (state: PageState) => state;

/** How lines are drawn: x axis, scales, smoothing, outliers, pin. All of it is part of the link. */
export function CurveSettings({ chart, navigate }: CurveSettingsProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const page = usePageState(whole);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !sheet.current) return;
    sheet.current.style.top = `${at.bottom + GAP}px`;
    sheet.current.style.right = `${Math.max(GAP, document.documentElement.clientWidth - at.right)}px`;
  };
  const toggled = (names: readonly string[]) =>
    names.includes(chart) ? names.filter((name) => name !== chart) : [...names, chart];
  const isPinned = page.pinned.includes(chart);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="kit-ghost"
        popoverTarget={id}
        title={words.settings}
        aria-label={words.settings}
      >
        <Icon name="settings" />
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        className="kit-guide kit-curve-settings"
        aria-label={words.settings}
        onBeforeToggle={place}
      >
        <Segmented
          label={words.x}
          choices={CURVE_X.map((value) => ({ value, label: words.modes[value] }))}
          value={page.curveX}
          onChange={(curveX) => navigate({ curveX, zoom: null })}
        />
        <label>
          <input
            type="checkbox"
            checked={page.curveXLog}
            onChange={() => navigate({ curveXLog: !page.curveXLog, zoom: null })}
          />
          {words.xLog}
        </label>
        <label>
          <input
            type="checkbox"
            checked={page.rescaled.includes(chart)}
            onChange={() => navigate({ rescaled: toggled(page.rescaled) })}
          />
          {words.yLog}
        </label>
        <label>
          <input
            type="checkbox"
            checked={page.outliersCut}
            onChange={() => navigate({ outliersCut: !page.outliersCut })}
          />
          {words.cut}
        </label>
        <label className="kit-curve-smoothing">
          <span>{words.smoothingWhy}</span>
          <input
            type="range"
            min={0}
            max={HUNDREDTHS}
            value={Math.round(page.smoothing * 100)}
            aria-valuetext={page.smoothing === 0 ? words.smoothingNone : String(page.smoothing)}
            onChange={(event) => navigate({ smoothing: Number(event.target.value) / 100 })}
          />
          <output>{page.smoothing === 0 ? words.smoothingNone : page.smoothing}</output>
        </label>
        <button type="button" className="kit-button" onClick={() => navigate({ pinned: toggled(page.pinned) })}>
          {isPinned ? words.unpin : words.pin}
        </button>
      </div>
    </>
  );
}
