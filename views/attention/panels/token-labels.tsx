import { lettersOf } from '../../_kit/marks/written.ts';
import { languageOf, visible } from '../select/words.ts';

/** A word beside a plot. `px`: its middle along the axis. */
export interface TokenLabel {
  readonly key: number | string;
  readonly text: string;
  readonly px: number;
  /** The row or column looked at. */
  readonly isStrong?: boolean;
  /** No word of the text: a step's number, padding. */
  readonly isQuiet?: boolean;
}

export interface TokenLabelsProps {
  readonly labels: readonly TokenLabel[];
  /** Where they stand: above or below the plot, level or upright; or left of it. */
  readonly side: 'above' | 'below' | 'left';
  readonly isUpright?: boolean;
  /** px from the top (above: bottom edge of the labels; below: top edge) or from the left (right edge). */
  readonly at: number;
  /** px a label may be long. */
  readonly room: number;
}

/** Words along an axis, set as their language wants: Chinese, right to left, emoji. Too long ones end in an ellipsis. */
export function TokenLabels({ labels, side, isUpright = false, at, room }: TokenLabelsProps) {
  return labels.map(({ key, text, px, isStrong = false, isQuiet = false }) => {
    const shown = visible(text);
    const looks = `attention-token attention-${side}${isUpright ? ' attention-upright' : ''}${isStrong ? ' attention-strong' : ''}${isQuiet ? ' attention-quiet' : ''}`;
    const place = side === 'left' ? { top: px, left: at } : { left: px, top: at };
    return (
      <span
        key={key}
        className={looks}
        style={{ ...place, maxWidth: Math.max(8, Math.floor(room)) }}
        lang={languageOf([text])}
        dir="auto"
        title={shown}
      >
        {shown}
      </span>
    );
  });
}

/** About how long a token is at 12 px: wide scripts and emoji take an em. */
export function tokenWidth(token: string): number {
  let width = 4;
  for (const letter of lettersOf(visible(token)))
    width += /[\u1100-\uffdc]|\p{Extended_Pictographic}/u.test(letter) ? 12.5 : 7;
  return width;
}
