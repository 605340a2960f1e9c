'use client';
import type { ReactNode } from 'react';
import { kitMessages } from '../../_kit/messages.ts';
import { number, percent } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import { saliencyMessages } from '../messages.ts';
import type { ExampleSaliency } from '../select/example-saliency.ts';
import { agreement, type Completeness, completenessOf } from '../select/trust.ts';

const words = saliencyMessages.trust;

export interface TrustPanelProps {
  readonly saliency: ExampleSaliency | null;
  /** Of the same example, epoch and target. */
  readonly occlusion: ExampleSaliency | null;
}

/** What speaks for and against believing the picture. */
export function TrustPanel({ saliency, occlusion }: TrustPanelProps) {
  return (
    <Panel title={words.title} className="saliency-fitted">
      <dl className="saliency-trust">
        {saliency ? (
          <>
            <Row name={words.completeness}>
              <Adds saliency={saliency} />
            </Row>
            <Row name={words.rank}>{rankText(saliency, occlusion)}</Row>
            <Row name={words.baseline.name}>
              {saliency.baseline === 'mean' ? words.baseline.mean : words.baseline.zero}
            </Row>
            <Row name={words.of.name}>
              {words.of[saliency.scope]}
              {kitMessages.semicolon}
              {words.score(saliency.space, number(saliency.score))}
            </Row>
          </>
        ) : null}
      </dl>
    </Panel>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Adds({ saliency }: { readonly saliency: ExampleSaliency }) {
  const found = completenessOf(saliency);
  if (!found) {
    return saliency.method === 'occlusion'
      ? words.noSumOcclusion
      : words.noSum(saliencyMessages.methods[saliency.method]);
  }
  const { sum, difference, error, level } = found;
  const reach = Math.max(Math.abs(sum), Math.abs(difference ?? 0)) || 1;
  const width = (value: number) => `${(Math.abs(value) / reach) * 100}%`;
  return (
    <div className="saliency-complete" data-level={level}>
      <div aria-hidden="true">
        <i style={{ width: width(sum) }} />
        {difference === null ? null : <i style={{ width: width(difference) }} />}
      </div>
      <span>
        {words.sum(number(sum, 4))}
        <br />
        {difference === null ? words.unknown : words.difference(number(difference, 4))}
      </span>
      <span className="saliency-error">
        {error === null ? null : <b>{errorText(error, level)}</b>}
        <br />
        {[saliency.points === null ? null : words.nodes(saliency.points), words.limit]
          .filter(Boolean)
          .join(kitMessages.comma)}
      </span>
    </div>
  );
}

function errorText(error: number, level: Completeness['level']): string {
  const text = words.error(percent(error, error < 0.1 ? 2 : 0));
  return level === 'unreliable' ? `${text}${kitMessages.comma}${words.notReliable}` : text;
}

function rankText(saliency: ExampleSaliency, occlusion: ExampleSaliency | null): ReactNode {
  if (saliency.method === 'occlusion') return words.itself;
  if (!occlusion) return words.noOcclusion;
  const rho = agreement(saliency, occlusion);
  if (rho === null) return words.rhoFew;
  return Number.isNaN(rho) ? words.rhoNone : <b>{words.rho(number(rho, 2))}</b>;
}
