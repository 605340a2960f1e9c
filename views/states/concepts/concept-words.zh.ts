import { isolated } from '../../_kit/marks/written.ts';
import { number } from '../../_kit/numbers.ts';
import { statesMessages } from '../messages.ts';
import type { ConceptWords } from './concept-words.en.ts';

const NAMES: { readonly [key: string]: string } = {
  negated: '否定之后',
  'inside:quotes': '引号内',
  'inside:brackets': '括号内',
  capital: '大写字母',
  space: '空格',
  'word-start': '词首字母',
  digit: '数字',
  punctuation: '标点',
  timestep: '时间步',
};

/** The same in Chinese. */
export const chinese: ConceptWords = {
  choose: '概念',
  name(key, className) {
    const [kind, ...rest] = key.split(':');
    const of = rest.join(':');
    if (kind === 'token') return `“${isolated(of)}”`;
    if (kind === 'class') {
      const its = className(Number(of));
      return its === statesMessages.example.classOf(Number(of)) ? its : `类别 ${isolated(its)}`;
    }
    if (kind === 'input') return `输入 ${of}`;
    return NAMES[key] ?? key;
  },
  measures: { auroc: 'AUROC', spearman: 'ρ' },
  score: (measure, value) => (measure === 'auroc' ? `AUROC ${number((value + 1) / 2, 2)}` : `ρ ${number(value, 2)}`),
  inverse: '反向',
  chance: (value) => `偶然 ${value}`,
  follows: (name, isInverse, score, since, epoch) =>
    `${isInverse ? `在 ${name} 处取低值` : `跟随 ${name}`}：${score}，超过移位标签的水平，${
      since === epoch ? `第 ${epoch} 轮` : `自第 ${since} 轮起`
    }`,
  followsNone: '没有跟随任何超出偶然水平的概念',
  working: (done) => `正在为单元评分，${done}`,
  none: '此探针没有已知的概念',
  orderNeeds: '单元尚未评分',
  gateNeeds: '请先选择门以代替状态',
  clusterLimit: (most) => `最多对 ${most} 个单元聚类`,
  steps: (steps, valid) => `${valid} 步中的 ${steps} 步`,
};
