'use client';
import { toggled } from '../../../lib/base/toggled.ts';
import { CURVE_X, type CurveX, type PageState } from '../../../lib/client/page-state.ts';
import { Icon } from '../icons.tsx';
import { Popover } from '../popover.tsx';
import { Segmented } from '../segmented.tsx';
import { usePageState } from '../state/use-page-state.ts';
import type { Navigate } from '../view-props.ts';
import { ownOf, withOwn } from './curve-look.ts';
import { curvesMessages as words } from './curves-messages.ts';
import { SmoothingRange } from './smoothing-range.tsx';

export interface CurveSettingsProps {
  /** Key of the chart. */
  readonly chart: string;
  /** The x axis it opens with. */
  readonly opensX: CurveX;
  readonly navigate: Navigate;
}

const whole = (state: PageState) => state;

/** How lines are drawn: x axis, scales, smoothing, outliers, for all charts or for this one. All of it is part of the link. */
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
function Settings({ chart, opensX, navigate }: CurveSettingsProps) {
  const page = usePageState(whole);
  const own = ownOf(page.ownCurves, chart);
  const mode = page.curveX ?? opensX;
  const setOwn = (change: Parameters<typeof withOwn>[2]) =>
    navigate({ ownCurves: withOwn(page.ownCurves, chart, change) });
  return (
    <>
      <h3>{words.all}</h3>
      <Segmented
        label={words.x}
        choices={CURVE_X.map((value) => ({ value, label: words.modes[value] }))}
        value={mode}
        onChange={(curveX) => navigate({ curveX, zoom: null })}
      />
      <Check
        label={words.xLog}
        isOn={page.curveXLog}
        onChange={() => navigate({ curveXLog: !page.curveXLog, zoom: null })}
      />
      <Check label={words.cut} isOn={page.outliersCut} onChange={() => navigate({ outliersCut: !page.outliersCut })} />
      <SmoothingRange value={page.smoothing} onChange={(smoothing) => navigate({ smoothing })} />
      <h3>{words.here}</h3>
      <Check
        label={words.yLog}
        isOn={page.rescaled.includes(chart)}
        onChange={() => navigate({ rescaled: toggled(page.rescaled, chart) })}
      />
      <Check
        label={words.own}
        isOn={own !== null}
        onChange={() =>
          own
            ? navigate({ ownCurves: page.ownCurves.filter((each) => each !== own) })
            : setOwn({ x: mode, smoothing: page.smoothing, cut: page.outliersCut })
        }
      />
      {own ? (
        <>
          <Segmented
            label={words.ownX}
            choices={CURVE_X.map((value) => ({ value, label: words.modes[value] }))}
            value={own.x ?? mode}
            onChange={(x) => setOwn({ x })}
          />
          <Check
            label={words.cut}
            isOn={own.cut ?? page.outliersCut}
            onChange={() => setOwn({ cut: !(own.cut ?? page.outliersCut) })}
          />
          <SmoothingRange value={own.smoothing ?? page.smoothing} onChange={(smoothing) => setOwn({ smoothing })} />
        </>
      ) : null}
    </>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: () => void;
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label>
      <input type="checkbox" checked={isOn} onChange={onChange} />
      {label}
    </label>
  );
}
