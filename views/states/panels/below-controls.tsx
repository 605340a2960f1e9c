'use client';
import { BELOW_PATHS, BELOW_UNITS, type BelowPaths, type BelowUnits } from '../../../lib/client/page-state.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import { List } from '../trajectory/trajectory-controls.tsx';

const words = statesMessages.below;

/** What lies below the units × time map. */
export function BelowUnitsControl({ value, navigate }: { readonly value: BelowUnits; readonly navigate: Navigate }) {
  return (
    <Segmented
      label={words.units}
      choices={BELOW_UNITS.map((each) => ({ value: each, label: words.unitsOf[each] }))}
      value={value}
      onChange={(belowUnits) => navigate({ belowUnits })}
    />
  );
}

/** What lies below the trajectories. */
export function BelowPathsControl({ value, navigate }: { readonly value: BelowPaths; readonly navigate: Navigate }) {
  return (
    <List
      label={words.paths}
      choices={BELOW_PATHS.map((each) => ({ value: each, label: words.pathsOf[each] }))}
      value={value}
      onChange={(chosen) => navigate({ belowPaths: BELOW_PATHS.find((each) => each === chosen) ?? 'gates' })}
    />
  );
}
