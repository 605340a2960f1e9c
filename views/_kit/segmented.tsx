'use client';

/** One choice of a segmented control. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Why it cannot be chosen now; absent: it can. */
  readonly disabled?: string;
}

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** From this many on, a narrow window shows them as a list to choose from. */
const MANY = 5;

/** Exclusive choices side by side; many of them as a list in a narrow window. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  if (props.choices.length < MANY) return <Buttons {...props} className="" />;
  return (
    <>
      <Buttons {...props} className="kit-hide-small" />
      <List {...props} />
    </>
  );
}

function List<T extends string>({ label, choices, value, onChange }: SegmentedProps<T>) {
  return (
    <select
      className="kit-select kit-show-small"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as T)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} disabled={choice.disabled !== undefined}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

function Buttons<T extends string>({
  label,
  choices,
  value,
  onChange,
  className,
}: SegmentedProps<T> & { readonly className: string }) {
  return (
    <fieldset className={`kit-segmented ${className}`.trim()} aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          disabled={choice.disabled !== undefined}
          title={choice.disabled}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
