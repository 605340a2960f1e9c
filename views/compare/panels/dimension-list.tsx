'use client';
import { plotsMessages as words } from '../plots-messages.ts';
import type { Dimension } from '../select/dimensions.ts';
import { dimensionLabel } from '../words.ts';

export interface DimensionListProps {
  readonly label: string;
  readonly dimensions: readonly Dimension[];
  /** Key of the chosen one; empty: none. */
  readonly value: string;
  /** Stands for none. */
  readonly none?: string;
  readonly onChange: (key: string) => void;
}

/** What runs are laid out by, as a list: settings that differ, metrics, other series, settings that do not differ. */
export function DimensionList({ label, dimensions, value, none, onChange }: DimensionListProps) {
  const parts = [
    { name: words.parts.differing, of: dimensions.filter((each) => each.kind === 'setting' && each.differs) },
    { name: words.parts.metrics, of: dimensions.filter((each) => each.kind === 'measure' && each.metric) },
    { name: words.parts.series, of: dimensions.filter((each) => each.kind === 'measure' && !each.metric) },
    { name: words.parts.same, of: dimensions.filter((each) => each.kind === 'setting' && !each.differs) },
  ];
  return (
    <select
      className="kit-select compare-dimension"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {none === undefined ? null : <option value="">{none}</option>}
      {parts
        .filter(({ of }) => of.length > 0)
        .map(({ name, of }) => (
          <optgroup key={name} label={name}>
            {of.map((each) => (
              <option key={each.key} value={each.key}>
                {dimensionLabel(each, false)}
              </option>
            ))}
          </optgroup>
        ))}
    </select>
  );
}
