/** A check box with a target of 32 × 25 px. Mixed: some of what it stands for is chosen. */
export function CheckBox({
  label,
  isChecked,
  isMixed = false,
  onChange,
}: {
  readonly label: string;
  readonly isChecked: boolean;
  readonly isMixed?: boolean;
  /** `isRange`: Shift was held. */
  readonly onChange: (isRange: boolean) => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the press from opening the row
    <label className="runs-box" onClick={(event) => event.stopPropagation()}>
      <input
        ref={(input) => {
          if (input) input.indeterminate = isMixed;
        }}
        type="checkbox"
        aria-label={label}
        checked={isChecked}
        onChange={(event) => onChange((event.nativeEvent as MouseEvent).shiftKey === true)}
      />
    </label>
  );
}
