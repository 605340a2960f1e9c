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
export function RunCell({
  run,
  column,
  best,
}: {
  readonly run: RunSummary;
  readonly column: Column;
  readonly best: number | undefined;
}) {
  const { info, health, step, verdicts } = run;
  switch (column.kind) {
    case 'name':
      return (
        <>
          <RunDot colour={info.colour} />
          <span title={info.name}>{info.name}</span>
        </>
      );
    case 'status':
      return (
        <span className={`runs-status runs-status-${info.status}`} title={info.statusDetail ?? undefined}>
          <StatusGlyph status={info.status} />
          {messages.kit.status[info.status]}
        </span>
      );
    case 'health':
      return <HealthStrip health={health} epochs={info.epochsPlanned ?? health.length} />;
    case 'epoch':
      return <Progress run={run} />;
    case 'metric':
      return <Metric value={metricOf(run, column)} best={best} />;
    case 'config': {
      const text = settingText(settingAt(info.config, column.subject)) || EMPTY;
      return <span title={text}>{brief(text)}</span>;
    }
    case 'tags':
      return info.tags.map((tag) => (
        <span key={tag} className="runs-tag" title={tag}>
          {tag}
        </span>
      ));
    case 'step':
      return whole(step);
    case 'group':
      return info.group ? <span title={info.group}>{info.group}</span> : EMPTY;
    case 'verdicts':
      return verdicts.length > 0 ? <span title={verdicts.join(messages.kit.list)}>{verdicts.join(' ')}</span> : EMPTY;
    case 'notes':
      return info.notes ? <span title={info.notes}>{info.notes}</span> : EMPTY;
    case 'host':
      return info.host;
    case 'started':
      return <time dateTime={new Date(info.startedMs).toISOString()}>{startedText(info.startedMs, Date.now())}</time>;
    case 'duration':
      return duration(durationOf(run));
  }
}

function Progress({ run }: { readonly run: RunSummary }) {
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

function Metric({ value, best }: { readonly value: number | null; readonly best: number | undefined }) {
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
