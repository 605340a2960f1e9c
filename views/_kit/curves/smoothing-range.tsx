import { curvesMessages as words } from './curves-messages.ts';

const HUNDREDTHS = 99;

export interface SmoothingRangeProps {
  /** Weight β of the moving average, 0…0.99. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** Chooses how much lines are smoothed. */
export function SmoothingRange({ value, onChange }: SmoothingRangeProps) {
  return (
    <label className="kit-curve-smoothing">
      <span>{words.smoothingWhy}</span>
      <input
        type="range"
        min={0}
        max={HUNDREDTHS}
        value={Math.round(value * 100)}
        aria-valuetext={value === 0 ? words.smoothingNone : String(value)}
        onChange={(event) => onChange(Number(event.target.value) / 100)}
      />
      <output>{value === 0 ? words.smoothingNone : value}</output>
    </label>
  );
}
