'use client';
import { memo, useRef, useState } from 'react';
import type { OwnLimits } from '../../lib/analysis/verdicts/own-limits.ts';
import { limitRows, ownOf, rowKey, typedOf } from './limit-rows.ts';
import { useKit } from './state/kit-context.ts';
import { errorText } from './told/error-text.ts';
import { verdictMessages } from './verdict-messages.ts';
import { limitText } from './verdict-words.ts';

const words = verdictMessages.limits;
const ROWS = limitRows();

export interface LimitsButtonProps {
  /** Whether the run shown recorded what it needs to be judged again. */
  readonly canJudge: boolean;
  /** Told of the limits that were saved. */
  readonly onSaved: (own: OwnLimits) => void;
}

/** Opens the limits of the verdicts: read from the server when opened, kept there when saved. */
export const LimitsButton = memo(function LimitsButton({ canJudge, onSaved }: LimitsButtonProps) {
  const { client } = useKit();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState<{ readonly [key: string]: string }>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const open = async () => {
    dialog.current?.showModal();
    const { own, trouble: wrong } = await client.limits();
    setTyped(typedOf(own));
    setTrouble(wrong);
  };
  const save = async () => {
    const own = ownOf(typed);
    if (typeof own === 'string') return setTrouble(words.noNumber(own));
    const kept = await client.setLimits(own);
    onSaved(kept.own);
    setTrouble(null);
    dialog.current?.close();
  };
  const attempt = (work: () => Promise<void>) => () => void work().catch((error) => setTrouble(errorText(error)));
  return (
    <>
      <button type="button" className="kit-ghost" onClick={attempt(open)}>
        {words.open}
      </button>
      <dialog ref={dialog} className="kit-limits" aria-label={words.title}>
        <form
          method="dialog"
          onSubmit={(event) => {
            event.preventDefault();
            attempt(save)();
          }}
        >
          <h2>{words.title}</h2>
          <p>{canJudge ? words.explain : words.notRecorded}</p>
          <div className="kit-limits-rows">
            <table>
              <thead>
                <tr>
                  {[words.rule, words.quantity, words.usual, words.own].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ROWS.map((row) => (
                  <LimitLine key={rowKey(row)} row={row} typed={typed} onTyped={setTyped} />
                ))}
              </tbody>
            </table>
          </div>
          {trouble ? (
            <p role="alert" className="kit-limits-trouble">
              {trouble}
            </p>
          ) : null}
          <footer>
            <button type="button" className="kit-ghost" onClick={() => setTyped({})}>
              {words.reset}
            </button>
            <button type="button" className="kit-ghost" onClick={() => dialog.current?.close()}>
              {words.close}
            </button>
            <button type="submit" className="kit-button">
              {words.save}
            </button>
          </footer>
        </form>
      </dialog>
    </>
  );
});

interface LimitLineProps {
  readonly row: (typeof ROWS)[number];
  readonly typed: { readonly [key: string]: string };
  readonly onTyped: (typed: { readonly [key: string]: string }) => void;
}

function LimitLine({ row, typed, onTyped }: LimitLineProps) {
  const key = rowKey(row);
  return (
    <tr>
      <td className="kit-mono">{row.rule}</td>
      <td>
        {words.quantities[row.quantity] ?? row.quantity}
        {words.fields[row.field] ? ` · ${words.fields[row.field]}` : ''}
      </td>
      <td className="kit-mono">{limitText(row.usual)}</td>
      <td>
        <input
          aria-label={key}
          inputMode="decimal"
          className="kit-mono"
          value={typed[key] ?? ''}
          placeholder={String(row.usual)}
          onChange={(event) => onTyped({ ...typed, [key]: event.target.value })}
        />
      </td>
    </tr>
  );
}
