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

/** A few exclusive choices side by side. */
export function Segmented<T extends string>({ label, choices, value, onChange }: SegmentedProps<T>) {
  return (
    <fieldset className="kit-segmented" aria-label={label}>
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
