import type { Navigate } from '../../_kit/view-props.ts';
import { attentionMessages } from '../messages.ts';

const words = attentionMessages.matrix;

export interface HeadControlProps {
  readonly heads: number;
  /** 0-based; null: the mean. */
  readonly head: number | null;
  readonly navigate: Navigate;
}

/** Which head is shown, or the mean of all; nothing where there is one. */
export function HeadControl({ heads, head, navigate }: HeadControlProps) {
  if (heads < 2) return null;
  return (
    <select
      className="kit-select"
      aria-label={words.head}
      value={head === null ? 'mean' : String(head)}
      onChange={({ target: { value } }) => navigate({ head: value === 'mean' ? null : Number(value) })}
    >
      <option value="mean">{words.mean(heads)}</option>
      {Array.from({ length: heads }, (_, h) => (
        <option key={words.headOf(h + 1, heads)} value={h}>
          {words.headOf(h + 1, heads)}
        </option>
      ))}
    </select>
  );
}
