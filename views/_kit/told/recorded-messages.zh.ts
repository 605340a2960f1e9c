import type { RuleId } from '../../../lib/protocol/verdict.ts';
import { chinese as kit } from '../messages.zh.ts';
import { chinese as verdicts } from '../verdict-messages.zh.ts';
import { captureLine } from './capture-lines.zh.ts';
import { LINT_LINES } from './lint-lines.zh.ts';
import type { RecordedLine, RecordedWords } from './recorded-messages.en.ts';

/** The same in Chinese; what has neither data nor a shape that is known stays as it was recorded. */
export const chinese: RecordedWords = {
  line: (line) => said(line) ?? line.message,
};

function said(line: RecordedLine): string | null {
  const { kind, message, data } = line;
  switch (kind) {
    case 'lint':
      return LINT_LINES[String(data.id)]?.(data.layer ? `${data.layer}：` : '', message) ?? null;
    case 'resume':
      return `在第 ${data.epoch} 轮、第 ${data.step} 步之后恢复训练`;
    case 'diff': {
      const lines = /^(\d+) lines/.exec(message)?.[1];
      return lines ? `自提交以来改动了 ${lines} 行` : null;
    }
    case 'flight':
      return flightLine(message);
    case 'capture':
      return captureLine(message);
    case 'log':
      if (data.stopOn !== undefined) return stopLine(message);
      return data.verdict === undefined ? captureLine(message) : verdictLine(line);
    default:
      return null;
  }
}

function verdictLine({ verdict }: RecordedLine): string | null {
  if (!verdict) return null;
  const { rule, severity, layer, onsetEpoch, evidence, remedies } = verdict;
  const numbers = evidence.map(({ quantity, value, limit, relation }) => {
    const against = limit === null ? '' : `，阈值 ${relation === 'below' ? '<' : '>'} ${limit}`;
    return `${verdicts.quantity[quantity] ?? quantity} ${Number(value.toPrecision(2))}${against}`;
  });
  const [first] = remedies;
  const head = `${kit.verdict.severity[severity]}：${rule}，${layer === null ? '' : `${layer} `}${verdicts.since(verdicts.name[rule], onsetEpoch)}`;
  const remedy = first === undefined ? '' : `。建议 ${remedyOf(first)}`;
  return `${head}（${numbers.join('；')}）${remedy}`;
}

function remedyOf({ key, values, code }: NonNullable<RecordedLine['verdict']>['remedies'][number]): string {
  if (!code.includes('\n')) return code;
  return verdicts.short[key]?.(values) ?? verdicts.remedy[key]?.(values) ?? key;
}

function stopLine(message: string): string | null {
  const loss = /^stopped on NAN: the loss of step (\S+) is (\S+)$/.exec(message);
  if (loss) return `因 NAN 停止：第 ${loss[1]} 步的损失为 ${loss[2]}`;
  const [, rule, layer, epoch] = /^stopped on (\S+?)(?: in (.+))?, since epoch (\d+)$/s.exec(message) ?? [];
  if (rule === undefined) return null;
  return `因 ${rule} 停止训练：${layer ? `${layer} ` : ''}自第 ${epoch} 轮起${verdicts.name[rule as RuleId] ?? ''}`;
}

function flightLine(message: string): string | null {
  const spike = /^the gradient norm was (\S+) at step (\S+), z = (\S+): the last (\S+) steps are kept(; further)?/.exec(
    message,
  );
  if (spike) {
    const [, norm, step, z, kept, isLast] = spike;
    return `第 ${step} 步的梯度范数为 ${norm}，z = ${z}：已保留最近 ${kept} 步${isLast ? '；之后的尖峰仅计数' : ''}`;
  }
  const broken = /^(.+) was (\S+) at step (\S+): the last (\S+) steps are kept$/s.exec(message);
  if (!broken) return null;
  const [, quantity, value, step, kept] = broken;
  return `第 ${step} 步的${quantityOf(quantity!)}为 ${value}：已保留最近 ${kept} 步`;
}

function quantityOf(quantity: string): string {
  if (quantity === 'loss') return '损失';
  const [, what, weight] = /^(gradient|weight) norm(?: of (.+))?$/s.exec(quantity) ?? [];
  if (what === undefined) return ` ${quantity} `;
  return `${weight ? ` ${weight} 的` : ''}${what === 'gradient' ? '梯度范数' : '权重范数'}`;
}
