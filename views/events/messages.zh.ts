import type { EntryKind } from './entries.ts';
import type { EventsWords } from './messages.en.ts';

const kinds: { readonly [kind in EntryKind]: string } = {
  note: '笔记',
  verdict: '诊断',
  resume: '恢复训练',
  lint: '设置',
  log: '日志',
  console: '控制台',
  'learning-rate': '学习率',
  capture: '采集',
  flight: '飞行记录',
  diff: '代码',
};

/** The same in Chinese. */
export const chinese: EventsWords = {
  title: '事件',
  unit: '按轮次排列的笔记、诊断和日志',
  kinds,
  kindsLabel: '种类',
  kind: (name, count) => `${name} ${count}`,
  search: '搜索笔记、诊断和日志',
  allRuns: '所有运行',
  run: '运行',
  here: '仅当前轮次',
  shown: (shown, of) => `${of} 条中的 ${shown} 条`,
  epoch: (epoch) => `第 ${epoch} 轮`,
  before: '训练之前',
  wholeRun: '整个运行',
  step: (step) => `第 ${step} 步`,
  resumed: '训练在此恢复',
  verdict: (name, layer, epochs) => [name, layer && `位于 ${layer}`, epochs].filter(Boolean).join('，'),
  since: (epoch) => `自第 ${epoch} 轮起`,
  until: (from, to) => `第 ${from} 至 ${to} 轮`,
  jump: '前往该处',
  edit: '修改',
  save: '保存',
  cancel: '取消',
  delete: '删除',
  undo: '撤销',
  deleted: '笔记已删除。',
  dismiss: '关闭',
  edited: (when) => `修改于 ${when}`,
  by: (author) => `作者 ${author}`,
  noteText: '笔记内容',
  none: '尚无笔记、诊断或日志。按 N 为屏幕上的内容写一条笔记。',
  nothing: '没有符合条件的内容',
  clear: '显示全部',
  loading: '正在载入',
  guide: {
    answers: '这些运行中发生过什么，在何时，人们对此说过什么？',
    read: [
      '每行是一条笔记、诊断、恢复训练记录或打印内容，按轮次排列。点击一次显示全文，再点击一次前往发生之处。',
      '笔记会带回写下它时屏幕上的内容：视图、运行、轮次、层、单元。在任何地方按 N 即可写笔记。',
    ],
    better: [
      { question: '诊断的依据是什么？', view: 'gradients' },
      { question: '当时的损失如何变化？', view: 'overview' },
    ],
  },
};
