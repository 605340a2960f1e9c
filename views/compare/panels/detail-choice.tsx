'use client';
import { COMPARE_DETAILS, type PageState } from '../../../lib/client/page-state.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { differencesMessages } from '../differences-messages.ts';

const words = differencesMessages;
const detailOf = (state: PageState) => state.compareDetail;

/** What is compared below the curves. */
export function DetailChoice({ navigate }: { readonly navigate: Navigate }) {
  const detail = usePageState(detailOf);
  return (
    <span className="compare-fold">
      <span>{words.below}</span>
      <Segmented
        label={words.detail}
        choices={COMPARE_DETAILS.map((value) => ({ value, label: words.details[value] }))}
        value={detail}
        onChange={(value) => navigate({ compareDetail: value })}
      />
    </span>
  );
}
