'use client';
import { kitMessages } from '../../_kit/messages.ts';
import { number, percent, whole } from '../../_kit/numbers.ts';
import { RunDot } from '../../_kit/run-dot.tsx';
import { plotsMessages } from '../plots-messages.ts';
import { badIn, finiteIn, type RunSpread } from '../select/spreads.ts';
import type { SpreadLack, Spreads } from '../use-spreads.ts';

const words = plotsMessages.spread;
const WHY: { readonly [lack in SpreadLack]: string } = {
  'no-such': words.noSuch,
  'not-kept': words.notKept,
  'none-yet': words.noneYet,
};

export interface SpreadListProps extends Pick<Spreads, 'spreads' | 'lacking'> {
  readonly playhead: number | null;
  /** A row is looked at, by the id of its run; null: none is. */
  readonly onPoint: (run: string | null) => void;
}

/** What the lines do not say: whose each is, of which epoch, how many values, zeros and values that are not finite. */
export function SpreadList({ spreads, lacking, playhead, onPoint }: SpreadListProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="compare-spread-list" tabIndex={0} aria-label={words.list}>
      <table>
        <thead>
          <tr>
            {[words.run, words.count, words.mean, words.sd, words.bad, words.zero].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spreads.map((spread) => (
            <SpreadRow key={spread.run.info.id} {...{ spread, playhead, onPoint }} />
          ))}
          {lacking.map(({ run, why }) => (
            <tr key={run.info.id}>
              <th scope="row" title={run.info.name}>
                <RunDot colour={run.info.colour} />
                <bdi>{run.info.name}</bdi>
              </th>
              <td colSpan={5}>{WHY[why]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SpreadRowProps extends Pick<SpreadListProps, 'playhead' | 'onPoint'> {
  readonly spread: RunSpread;
}

function SpreadRow({ spread, playhead, onPoint }: SpreadRowProps) {
  const { run, mark, epoch, histogram } = spread;
  const finite = finiteIn(histogram);
  const bad = badIn(histogram);
  return (
    <tr
      data-reference={mark.isReference}
      onPointerEnter={() => onPoint(run.info.id)}
      onPointerLeave={() => onPoint(null)}
    >
      <th scope="row" title={run.info.name}>
        <RunDot colour={mark.colour} />
        <bdi>{run.info.name}</bdi>
        {epoch === playhead ? null : (
          <small>
            {kitMessages.comma}
            {words.own(epoch)}
          </small>
        )}
      </th>
      <td>{whole(finite + bad)}</td>
      <td>{number(histogram.mean, 2)}</td>
      <td>{number(histogram.std, 2)}</td>
      <td className={bad > 0 ? 'compare-bad' : ''}>{whole(bad)}</td>
      <td>{percent(histogram.zero / Math.max(1, finite + bad), histogram.zero > 0 ? 1 : 0)}</td>
    </tr>
  );
}
