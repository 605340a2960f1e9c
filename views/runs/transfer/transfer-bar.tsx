'use client';
import { messages } from '../../messages.ts';
import type { Transfers } from './use-transfers.ts';

const words = messages.runs;
/** Problems said one by one. */
const MOST_SAID = 8;

/** How far an export or import is, and what came of it; it stays until it is dismissed. */
export function TransferBar({ transfers }: { readonly transfers: Transfers }) {
  const { transfer, importFiles, dismiss } = transfers;
  if (!transfer) return null;
  const { text, problems, cancel } = transfer;
  const isError = problems.length > 0;
  return (
    <div className={isError ? 'runs-notice runs-notice-error' : 'runs-notice'} role={isError ? 'alert' : 'status'}>
      <span className="runs-transfer">
        {text === '' ? null : <span>{text}</span>}
        {problems.slice(0, MOST_SAID).map((problem) => (
          <span key={problem.text} className="runs-transfer-problem">
            {problem.text}
            {problem.beside === null ? null : (
              <button
                type="button"
                className="kit-button"
                onClick={() => problem.beside && importFiles([problem.beside], true)}
              >
                {words.transfer.beside}
              </button>
            )}
          </span>
        ))}
        {problems.length > MOST_SAID ? <span>{words.transfer.more(problems.length - MOST_SAID)}</span> : null}
      </span>
      {cancel ? (
        <button type="button" className="kit-button" onClick={cancel}>
          {words.transfer.cancel}
        </button>
      ) : (
        <button type="button" className="kit-ghost" onClick={dismiss}>
          {words.actions.dismiss}
        </button>
      )}
    </div>
  );
}
