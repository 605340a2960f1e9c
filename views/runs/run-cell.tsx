import type { ReactNode } from 'react';
import { settingAt } from '../../lib/analysis/compare/flat-config.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { StatusGlyph } from '../_kit/icons.tsx';
import { duration, EMPTY, metric, whole } from '../_kit/numbers.ts';
import { RunDot } from '../_kit/run-dot.tsx';
import { messages } from '../messages.ts';
import { brief, settingText } from './config-text.ts';
import { HealthStrip } from './health-strip.tsx';
import { type Column, durationOf, metricOf } from './table.ts';

/** What a cell of the run table shows. */
export function cellContent(run: RunSummary, column: Column, best: number | undefined): ReactNode {
  const { info, health, step, verdicts } = run;
  switch (column.kind) {
    case 'name':
      return (
        <>
          <RunDot colour={info.colour} />
          <span>{info.name}</span>
        </>
      );
    case 'status':
      return (
        <span className={`runs-status runs-status-${info.status}`}>
          <StatusGlyph status={info.status} />
          {messages.kit.status[info.status]}
        </span>
      );
    case 'health':
      return <HealthStrip health={health} epochs={info.epochsPlanned ?? health.length} />;
    case 'epoch':
      return progressOf(run);
    case 'metric':
      return metricText(metricOf(run, column), best);
    case 'config':
      return brief(settingText(settingAt(info.config, column.subject)) || EMPTY);
    case 'tags':
      return info.tags.map((tag) => (
        <span key={tag} className="runs-tag" title={tag}>
          {tag}
        </span>
      ));
    case 'step':
      return whole(step);
    case 'group':
      return info.group || EMPTY;
    case 'verdicts':
      return verdicts.length > 0 ? verdicts.join(' ') : EMPTY;
    case 'notes':
      return info.notes || EMPTY;
    case 'host':
      return info.host;
    case 'started':
      return startedText(info.startedMs, Date.now());
    case 'duration':
      return duration(durationOf(run));
  }
}

/** Advance of a letter of the monospaced font at 11.5 px, and the padding of a cell, px. */
const LETTER_PX = 7;
const PADDING_PX = 16;
const PLAIN = /^[\x20-\x7e−]*$/;

/**
 * Whether a cell's text may be wider than the cell: only then it is clipped. Each clip is painted by itself, and hundreds of
 * them are what a fast scroll waits for.
 */
export function mayOverflow({ info }: RunSummary, { kind, subject }: Column, width: number): boolean {
  if (kind === 'config') {
    const text = brief(settingText(settingAt(info.config, subject)));
    return text.length * LETTER_PX + PADDING_PX > width || !PLAIN.test(text);
  }
  if (kind === 'tags') return info.tags.length > 0;
  return kind === 'group' || kind === 'verdicts' || kind === 'notes' || kind === 'host';
}

/** The whole of what a cell may have no room for. */
export function cellTitle({ info, verdicts }: RunSummary, { kind, subject }: Column): string | undefined {
  switch (kind) {
    case 'name':
      return info.name;
    case 'status':
      return info.statusDetail ?? undefined;
    case 'config':
      return settingText(settingAt(info.config, subject)) || undefined;
    case 'group':
      return info.group ?? undefined;
    case 'verdicts':
      return verdicts.join(messages.kit.list) || undefined;
    case 'notes':
      return info.notes || undefined;
    default:
      return undefined;
  }
}

function progressOf(run: RunSummary): ReactNode {
  const { epoch, info, resumes } = run;
  const { epochsPlanned, status } = info;
  const share = epochsPlanned ? Math.min(1, epoch / epochsPlanned) : 0;
  return (
    <span className="runs-progress">
      <span className="runs-progress-text">
        {epoch} / {epochsPlanned ?? EMPTY}
      </span>
      <i className="runs-progress-track">
        <u className={`runs-progress-bar runs-bar-${status}`} style={{ width: `${share * 100}%` }} />
      </i>
      {resumes.length > 0 ? (
        <span
          className="runs-resumed"
          title={messages.runs.table.resumed(
            whole(resumes.length),
            resumes.map(({ step }) => whole(step)).join(messages.kit.list),
          )}
        >
          ↻{resumes.length}
        </span>
      ) : null}
    </span>
  );
}

function metricText(value: number | null, best: number | undefined): ReactNode {
  if (value === null) return <span className="runs-none">{EMPTY}</span>;
  if (!Number.isFinite(value)) return <span className="runs-nan">{metric(value)}</span>;
  if (value !== best) return metric(value);
  return (
    <b className="runs-best" title={messages.runs.table.best_}>
      {metric(value)}
    </b>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** `14:02` of today, else `21 Nov 14:02`; of another year the date alone. */
export function startedText(startedMs: number, nowMs: number): string {
  const started = new Date(startedMs);
  const now = new Date(nowMs);
  const time = clock.format(started);
  if (started.toDateString() === now.toDateString()) return time;
  return started.getFullYear() === now.getFullYear()
    ? `${day.format(started)} ${time}`
    : `${day.format(started)} ${started.getFullYear()}`;
}
