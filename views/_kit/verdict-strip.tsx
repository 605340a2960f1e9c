'use client';
import { type ReactNode, useState } from 'react';
import type { Severity } from '../../lib/protocol/verdict.ts';
import { Icon } from './icons.tsx';
import { kitMessages } from './messages.ts';

/** What a verdict is about: picks glyph and colour of its bar. `fact`: a stated fact, no bar. */
export type VerdictKind = 'vanishing' | 'exploding' | 'saturated' | 'warned' | 'nan' | 'fact';

/** One column of the evidence row, in words. */
export interface EvidenceText {
  readonly quantity: string;
  readonly value: string;
  /** `critical below 1.2e−7`, `no alarm above 1e−3`; null where the number only informs. */
  readonly severity: Severity | null;
  readonly comparison: string;
  /** Rule and where its limit comes from: `VAN-T · float32 epsilon`. */
  readonly source: string;
}

export interface VerdictStripProps {
  readonly kind: VerdictKind;
  readonly headline: ReactNode;
  /** `lstm_1 remembers 11 of 40 steps` */
  readonly subject: ReactNode;
  /** Code that helps: shown and copied. */
  readonly suggestion: string | null;
  /** What is copied in place of the suggestion, where the code has several lines. */
  readonly patch?: string;
  readonly evidence: readonly EvidenceText[];
  /** Further actions, at the right. */
  readonly actions?: ReactNode;
  /** Whether the evidence shows, and how to change it; absent: it does until it is closed. */
  readonly opening?: readonly [isOpen: boolean, setIsOpen: (isOpen: boolean) => void];
}

/** The sentence a view opens with: what is wrong (or just so), in what, and what to do. */
export function VerdictStrip(props: VerdictStripProps) {
  const { kind, headline, subject, suggestion, patch, evidence, actions, opening } = props;
  const own = useState(true);
  const [isOpen, setIsOpen] = opening ?? own;
  return (
    <section className={`kit-verdict kit-verdict-${kind}`} aria-label={kitMessages.verdict.label}>
      <Glyph kind={kind} />
      <div className="kit-verdict-line" aria-live="polite">
        <h1>{headline}</h1>
        <span className="kit-verdict-subject">{subject}</span>
        {suggestion ? (
          <span className="kit-verdict-fix">
            {kitMessages.verdict.suggested} <code>{suggestion}</code>
          </span>
        ) : null}
      </div>
      <div className="kit-verdict-actions">
        {actions}
        {suggestion ? <CopyButton text={patch ?? suggestion} label={kitMessages.verdict.copyPatch} /> : null}
        {evidence.length > 0 ? (
          <button type="button" className="kit-ghost" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {kitMessages.verdict.evidence}
            <Icon name={isOpen ? 'up' : 'down'} />
          </button>
        ) : null}
      </div>
      {isOpen && evidence.length > 0 ? <Evidence rows={evidence} /> : null}
    </section>
  );
}

function Evidence({ rows }: { readonly rows: readonly EvidenceText[] }) {
  return (
    <dl className="kit-evidence">
      {rows.map((row) => (
        <div key={`${row.quantity} ${row.source}`}>
          <dt>{row.quantity}</dt>
          <dd>
            <b className="kit-mono">{row.value}</b>{' '}
            {row.severity ? (
              <b className={`kit-severity-${row.severity}`}>{kitMessages.verdict.severity[row.severity]}</b>
            ) : null}{' '}
            {row.comparison}
          </dd>
          <dd className="kit-evidence-source">{row.source}</dd>
        </div>
      ))}
    </dl>
  );
}

function Glyph({ kind }: { readonly kind: VerdictKind }) {
  return (
    <svg className="kit-verdict-glyph" viewBox="0 0 16 14" aria-hidden="true">
      {kind === 'vanishing' ? <path d="M1 1h14L8 13z" fill="currentColor" /> : null}
      {kind === 'exploding' ? <path d="M8 1l7 12H1z" fill="currentColor" /> : null}
      {kind === 'saturated' ? <path d="M1 3h14M1 11h14" stroke="currentColor" strokeWidth="3" /> : null}
      {kind === 'warned' ? <path d="M8 1v8M8 11v2" stroke="currentColor" strokeWidth="2.5" /> : null}
      {kind === 'nan' ? <path d="M3 2l10 10M13 2L3 12" stroke="currentColor" strokeWidth="2.5" /> : null}
      {kind === 'fact' ? (
        <path
          d="M8 1a6 6 0 1 0 .01 0M8 6v4.500M8 3.500v.1"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      ) : null}
    </svg>
  );
}

/** Copies a text and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1_500);
  };
  return (
    <button type="button" className="kit-ghost" onClick={() => void copy().catch(() => setIsCopied(false))}>
      {isCopied ? kitMessages.verdict.copied : label}
    </button>
  );
}
