import type { Finding, LintFacts } from './finding.ts';
import { lossFindings } from './loss.ts';
import {
  clippingFindings,
  forgetBiasFindings,
  hardSigmoidFindings,
  paddingFindings,
  statefulFindings,
} from './recurrent.ts';

const CHECKS: readonly ((facts: LintFacts) => Finding[])[] = [
  lossFindings,
  statefulFindings,
  paddingFindings,
  forgetBiasFindings,
  hardSigmoidFindings,
  clippingFindings,
];

/** What the settings get wrong, warnings first. Speaks only of what is known for sure. */
export function lint(facts: LintFacts): Finding[] {
  const findings = CHECKS.flatMap((check) => check(facts));
  return findings.sort((a, b) => Number(a.level === 'info') - Number(b.level === 'info'));
}

/** One line for the console: `2 settings to look at: unitForgetBias: true in lstm_1; …`. null when there is nothing. */
export function lintLine(findings: readonly Finding[]): string | null {
  if (findings.length === 0) return null;
  const count = findings.length === 1 ? '1 setting' : `${findings.length} settings`;
  const each = findings.map(({ id, layer, code }) => `${id}${layer === null ? '' : ` in ${layer}`} (${code})`);
  // control characters of a layer's name must not reach the terminal
  return `${count} to look at: ${each.join('; ')}`.replace(/[\s\p{Cc}]+/gu, ' ');
}
