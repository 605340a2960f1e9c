'use client';
import { memo } from 'react';
import { UNIT_ORDERS, type UnitOrderName } from '../../../lib/client/page-state.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { conceptWords } from '../concepts/concept-words.ts';
import { statesMessages } from '../messages.ts';
import type { StateQuantity } from '../select/snapshots.ts';
import { MOST_CLUSTERED } from '../select/unit-rows.ts';
import { List } from '../trajectory/trajectory-controls.tsx';

const words = statesMessages.units;

/** What can be chosen of the units × time map, and what is. */
export interface UnitsChoice {
  readonly layer: string;
  readonly layers: readonly string[];
  readonly quantity: StateQuantity;
  readonly hasCellState: boolean;
  /** Gates that were kept, and the one shown in place of the state; null: the state. */
  readonly gates: readonly string[];
  readonly gate: string | null;
  /** Gates that cannot be shown, and why. */
  readonly noGates: { readonly names: readonly string[]; readonly why: string } | null;
  readonly order: UnitOrderName;
  /** The epoch whose states are taken off; null: none. */
  readonly reference: number | null;
  /** Epochs with a snapshot. */
  readonly epochs: readonly number[];
  readonly navigate: Navigate;
}

interface UnitsControlsProps extends UnitsChoice {
  /** Concepts, and the key of the one shown. */
  readonly choices: readonly { readonly key: string; readonly name: string }[];
  readonly concept: string;
  readonly hasScores: boolean;
  readonly units: number;
}

/** The lists and choices in the panel's head. Told only what they need: they are not rendered at each epoch that is scrubbed past. */
export const UnitsControls = memo(function UnitsControls(props: UnitsControlsProps) {
  const { layer, layers, quantity, hasCellState, gates, noGates, gate, order, units, reference, epochs, navigate } =
    props;
  const shown = [...(hasCellState ? ['h', 'c'] : ['h']), ...gates];
  const whyNot: { readonly [order in UnitOrderName]: string | null } = {
    ...{ index: null, peak: null },
    cluster: units > MOST_CLUSTERED ? conceptWords.clusterLimit(MOST_CLUSTERED) : null,
    gate: gate === null ? conceptWords.gateNeeds : null,
    concept: props.hasScores ? null : conceptWords.orderNeeds,
  };
  return (
    <>
      {layers.length > 1 ? (
        <List
          label={words.layer}
          choices={layers.map((path) => ({ value: path, label: path }))}
          value={layer}
          onChange={(path) => navigate({ layer: path, unit: null })}
        />
      ) : null}
      {shown.length + (noGates?.names.length ?? 0) > 1 ? (
        <Segmented
          label={words.quantity}
          choices={[
            ...shown.map((value) => ({ value, label: value })),
            ...(noGates?.names ?? []).map((value) => ({ value, label: value, disabled: noGates!.why })),
          ]}
          value={gate ?? quantity}
          onChange={(value) =>
            navigate(value === 'h' || value === 'c' ? { quantity: value, gate: null } : { gate: value })
          }
        />
      ) : null}
      {gate === null && epochs.length > 1 ? (
        <ReferenceList epochs={epochs} reference={reference} navigate={navigate} />
      ) : null}
      <List
        label={words.order}
        choices={UNIT_ORDERS.map((value) => ({
          value,
          label: words.orders[value],
          disabled: whyNot[value] !== null,
          ...(whyNot[value] === null ? {} : { title: whyNot[value] }),
        }))}
        value={whyNot[order] === null ? order : 'index'}
        onChange={(value) => navigate({ unitOrder: UNIT_ORDERS.find((each) => each === value) ?? 'index' })}
      />
      {props.choices.length > 0 ? (
        <List
          label={conceptWords.choose}
          choices={props.choices.map(({ key, name }) => ({ value: key, label: name }))}
          value={props.concept}
          onChange={(concept) => navigate({ concept })}
        />
      ) : null}
    </>
  );
});

/** The epoch that is compared with. One choice for each epoch: not to be made again with every epoch that is scrubbed past. */
const ReferenceList = memo(function ReferenceList({
  epochs,
  reference,
  navigate,
}: Pick<UnitsControlsProps, 'epochs' | 'reference' | 'navigate'>) {
  return (
    <List
      label={words.compare}
      choices={[
        { value: '', label: words.alone },
        ...epochs.map((epoch) => ({ value: String(epoch), label: words.minus(epoch) })),
      ]}
      value={reference === null ? '' : String(reference)}
      onChange={(value) => navigate({ reference: value === '' ? null : Number(value) })}
    />
  );
});
