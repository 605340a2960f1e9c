'use client';
import { memo } from 'react';
import { PATHS, type PageState, PERPLEXITIES, POINT_COLOURS, PROJECTIONS } from '../../../lib/client/page-state.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { trajectoryMessages as words } from './trajectory-messages.ts';

// Not rendered again at each epoch that is scrubbed past: they are told what is chosen, not the whole page.

type MethodProps = Pick<PageState, 'projection' | 'dimensions' | 'perplexity'> & { readonly navigate: Navigate };

/** Method and dimensions, in the header. */
export const TrajectoryControls = memo(function TrajectoryControls(props: MethodProps) {
  const { projection, dimensions, perplexity, navigate } = props;
  return (
    <>
      <Segmented
        label={words.method}
        choices={PROJECTIONS.map((value) => ({ value, label: words.methods[value] }))}
        value={projection}
        onChange={(chosen) => navigate({ projection: chosen })}
      />
      {projection === 'tsne' ? (
        <List
          label={words.perplexity}
          choices={PERPLEXITIES.map((value) => ({ value: String(value), label: words.perplexityOf(value) }))}
          value={String(perplexity)}
          onChange={(value) => navigate({ perplexity: PERPLEXITIES.find((each) => String(each) === value) ?? 30 })}
        />
      ) : null}
      <Segmented
        label={words.dimensions}
        choices={(['2', '3'] as const).map((value) => ({ value, label: words.dimension[value] }))}
        value={dimensions === 3 ? '3' : '2'}
        onChange={(value) => navigate({ dimensions: value === '3' ? 3 : 2 })}
      />
    </>
  );
});

type PictureProps = Pick<PageState, 'pointColour' | 'paths'> & {
  readonly hasClasses: boolean;
  readonly hasGuesses: boolean;
  readonly navigate: Navigate;
};

/** What of the picture is chosen: a list each, beside the plot. */
export const PictureControls = memo(function PictureControls(props: PictureProps) {
  const { pointColour, paths, hasClasses, hasGuesses, navigate } = props;
  const isMissing = {
    ...{ time: false, class: !hasClasses, guess: !hasGuesses },
    right: !hasClasses || !hasGuesses,
  };
  return (
    <div className="states-picture">
      <List
        label={words.colour}
        choices={POINT_COLOURS.map((value) => ({ value, label: words.colours[value], disabled: isMissing[value] }))}
        value={pointColour}
        onChange={(value) => navigate({ pointColour: POINT_COLOURS.find((each) => each === value) ?? 'time' })}
      />
      <List
        label={words.paths}
        choices={PATHS.map((value) => ({
          value,
          label: words.pathsOf[value],
          disabled: value === 'class' && !hasClasses,
        }))}
        value={paths}
        onChange={(value) => navigate({ paths: PATHS.find((each) => each === value) ?? 'one' })}
      />
    </div>
  );
});

interface ListProps {
  readonly label: string;
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
    readonly disabled?: boolean;
    /** Why it can't be chosen. */
    readonly title?: string;
  }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A choice as a list. */
export function List({ label, choices, value, onChange }: ListProps) {
  return (
    <select
      className="states-list"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} disabled={choice.disabled ?? false} title={choice.title}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
