'use client';
import type { Detail } from '../../../lib/client/page-state.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { detailMessages } from '../detail-messages.ts';

const words = detailMessages.show;
const WIDE = ['norms', 'histogram', 'matrix', 'spectrum'] as const;
const NARROW: readonly { readonly value: Detail; readonly label: string }[] = [
  { value: 'norms', label: words.runs },
  { value: 'weights', label: words.weights },
  { value: 'gates', label: words.gates },
  { value: 'histogram', label: words.histogram },
  { value: 'matrix', label: words.matrix },
  { value: 'spectrum', label: words.spectrum },
];

/** Whether a detail is lines of norms: those share the epochs of the panels above. */
export function isLines(detail: Detail): boolean {
  return detail === 'norms' || detail === 'weights' || detail === 'gates';
}

/** What the lower right shows. In narrow windows a list, which also parts the norms that have no room together. */
export function DetailControl(props: {
  readonly detail: Detail;
  readonly isNarrow: boolean;
  readonly navigate: Navigate;
}) {
  const { detail, isNarrow, navigate } = props;
  if (isNarrow) {
    return (
      <select
        className="kit-select gradients-detail"
        aria-label={words.label}
        value={detail}
        onChange={({ target }) => navigate({ detail: target.value as Detail })}
      >
        {NARROW.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <Segmented
      label={words.label}
      choices={WIDE.map((value) => ({ value, label: words[value] }))}
      value={isLines(detail) ? 'norms' : (detail as (typeof WIDE)[number])}
      onChange={(chosen) => navigate({ detail: chosen })}
    />
  );
}
