'use client';
import { CURVE_X, type PageState } from '../../../lib/client/page-state.ts';
import { Icon } from '../icons.tsx';
import { Popover } from '../popover.tsx';
import { Segmented } from '../segmented.tsx';
import { usePageState } from '../state/use-page-state.ts';
import type { Navigate } from '../view-props.ts';
import { curvesMessages as words } from './curves-messages.ts';

const HUNDREDTHS = 99;

export interface CurveSettingsProps {
  /** Key of the chart. */
  readonly chart: string;
  readonly navigate: Navigate;
}

const whole = (state: PageState) => state;

/** How lines are drawn: x axis, scales, smoothing, outliers. All of it is part of the link. */
export function CurveSettings(props: CurveSettingsProps) {
  return (
    <Popover
      button={<Icon name="settings" />}
      buttonClass="kit-ghost"
      buttonLabel={words.settings}
      title={words.settings}
      label={words.settings}
      className="kit-curve-settings"
    >
      {() => <Settings {...props} />}
    </Popover>
  );
}

/** There only while it is open: the page's state changes with every epoch that is scrubbed past. */
function Settings({ chart, navigate }: CurveSettingsProps) {
  const page = usePageState(whole);
  const toggled = (names: readonly string[]) =>
    names.includes(chart) ? names.filter((name) => name !== chart) : [...names, chart];
  return (
    <>
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
    </>
  );
}
