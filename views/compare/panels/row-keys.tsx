'use client';
import { useCallback, useMemo } from 'react';
import type { Navigate } from '../../_kit/view-props.ts';
import { useUnitKeys } from '../../states/use-unit-keys.ts';

interface RowKeysProps {
  /** The unit in each row of the run that is looked at; −1: it has none there. */
  readonly units: Int32Array;
  readonly unit: number | null;
  readonly navigate: Navigate;
}

/** ↑ and ↓ go to the unit in the row above and below. */
export function RowKeys({ units, unit, navigate }: RowKeysProps) {
  const order = useMemo(() => units.filter((each) => each >= 0), [units]);
  const toRow = useCallback<Navigate>(
    ({ unit: row }) => {
      const at = order[row ?? 0];
      if (at !== undefined) navigate({ unit: at });
    },
    [order, navigate],
  );
  useUnitKeys(unit === null ? -1 : order.indexOf(unit), order.length, toRow);
  return null;
}
