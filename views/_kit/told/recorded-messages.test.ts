import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/protocol/json.ts';
import type { EventKind } from '../../../lib/protocol/record.ts';
import type { Verdict } from '../../../lib/protocol/verdict.ts';
import { chinese } from './recorded-messages.zh.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const CHINESE = /[一-鿿]/;
const say = (kind: EventKind, message: string, data: JsonObject = {}, verdict: Verdict | null = null) =>
  chinese.line({ kind, message, data, verdict });

/** The lines that a file has the recorder note as captured or left out, with 7 for every value: [place, line]. */
function linesOf(path: string): readonly (readonly [place: string, line: string])[] {
  const source = ts.createSourceFile(path, readFileSync(`${root}${path}`, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: [string, string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.getText(source) : '';
      const isEvent = called.endsWith('.event') && node.arguments[0]?.getText(source) === "'capture'";
      const line = isEvent
        ? node.arguments[2]
        : called.endsWith('.leftOut')
          ? node.arguments[0]
          : called === 'this.#watch.say' || (path.endsWith('model-watch.ts') && called === 'this.say')
            ? node.arguments[1]
            : undefined;
      const text = line && textOf(line);
      if (text) found.push([`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, text]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `7${span.literal.text}`).join('');
  if (ts.isBinaryExpression(node)) return `${textOf(node.left) ?? ''}${textOf(node.right) ?? ''}`;
  return null;
}

test('every line a recorder notes of what it captures and leaves out has Chinese', () => {
  const lines = globSync('callbacks/**/*.ts', { cwd: root })
    .filter((path) => !/\.test\.|bad-input|testing/.test(path))
    .sort()
    .flatMap(linesOf);
  expect(lines.length).toBeGreaterThan(25);
  // the name of a measurement or state stands where 7 does
  const named = lines.map(([place, line]) => [place, line.replace(/^7( of 7)?:/, 'h$1:')] as const);
  expect(named.filter(([, line]) => !CHINESE.test(say('capture', line)))).toEqual([]);
});

test('what was left out says of what, what became of it, and why', () => {
  expect(say('capture', 'gates of lstm_1: 3 of 9 sequences kept — the budget of an epoch is 4096 bytes')).toBe(
    'lstm_1 的门：9 个序列中保留 3 个——每轮预算为 4096 字节',
  );
  expect(say('capture', 'what units of gru are: not kept — the budget of an epoch is 9 bytes')).toBe(
    'gru 的单元的状况：未保留——每轮预算为 9 字节',
  );
  expect(say('capture', 'Lyapunov exponents of a: not computed — the activation mish is not known here')).toBe(
    'a 的 Lyapunov 指数：未计算——此处不认识激活函数 mish',
  );
  expect(
    say(
      'capture',
      'snapshots: a pass over the probe goes beyond the budget of time — no states, and the gradient flow is that of the last training batch sampled',
    ),
  ).toBe('快照：对探针的一次传播超出时间预算——没有状态；梯度流取自最近采样的训练批次');
  expect(say('capture', 'gradients are sampled at one step in 12, from epoch 3 on')).toBe(
    '自第 3 轮起，每 12 步采样一次梯度',
  );
  expect(say('capture', 'gradients are sampled at every step')).toBe('每一步都采样梯度');
});

test('a finding of the linter is said by its id', () => {
  const finding = { id: 'forget-bias', layer: 'lstm_1', code: 'unitForgetBias: true' };
  expect(say('lint', 'lstm_1: forget gates begin half closed, …, and the task needs 60 steps', finding)).toBe(
    'lstm_1：遗忘门起初半闭，因为 tfjs 把其偏置设为 0，而 Keras 设为 1；任务需要 60 步记忆',
  );
  expect(say('lint', 'lstm_1: of a later version', { id: 'later' })).toBe('lstm_1: of a later version');
});

test('what a training printed, and what is not known, stays as it is', () => {
  expect(say('console', 'gradients are sampled at every step')).toBe('gradients are sampled at every step');
  expect(say('capture', 'of a later version: something')).toBe('of a later version: something');
});

test('a line about a verdict says it with its numbers and the first thing to try', () => {
  const verdict: Verdict = {
    ...{ id: 'VAN-T:lstm_1:3', rule: 'VAN-T', severity: 'warning', layer: 'lstm_1' },
    ...{ onsetEpoch: 3, announcedEpoch: 4, endEpoch: null },
    evidence: [
      {
        quantity: 'flow-ratio',
        epoch: 4,
        value: 1.234e-8,
        limit: 1e-3,
        relation: 'below',
        severity: 'critical',
        source: 'x',
      },
    ],
    remedies: [{ key: 'forget-bias', values: {}, code: 'unitForgetBias: true' }],
  };
  expect(say('log', 'unrolled warning: …', { verdict: verdict.id }, verdict)).toBe(
    '警告：VAN-T，lstm_1 自第 3 轮起梯度消失（到达第一步的梯度与峰值之比 1.2e-8，阈值 < 0.001）。建议 unitForgetBias: true',
  );
});

test('why a training was stopped, resumed, or its last steps were kept', () => {
  expect(say('log', 'stopped on VAN-T in lstm_1, since epoch 3', { stopOn: 'VAN-T' })).toBe(
    '因 VAN-T 停止训练：lstm_1 自第 3 轮起梯度消失',
  );
  expect(say('log', 'stopped on NAN: the loss of step 9 is NaN', { stopOn: 'NAN' })).toBe(
    '因 NAN 停止：第 9 步的损失为 NaN',
  );
  expect(say('resume', 'resumed after epoch 2, step 40', { epoch: 2, step: 40 })).toBe(
    '在第 2 轮、第 40 步之后恢复训练',
  );
  expect(say('flight', 'gradient norm of lstm_1/kernel was Infinity at step 9: the last 9 steps are kept')).toBe(
    '第 9 步的 lstm_1/kernel 的梯度范数为 Infinity：已保留最近 9 步',
  );
  expect(
    say(
      'flight',
      'the gradient norm was 8.10 at step 40, z = 3.1: the last 20 steps are kept; further spikes are only counted',
    ),
  ).toBe('第 40 步的梯度范数为 8.10，z = 3.1：已保留最近 20 步；之后的尖峰仅计数');
});
