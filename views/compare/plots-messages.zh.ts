import type { PlotsWords } from './plots-messages.en.ts';

/** The same in Chinese. */
export const chinese: PlotsWords = {
  sides: { best: '最佳', last: '最后', min: '最小', max: '最大' },
  sideOf: (side, name) => `${name}（${side}）`,
  sideChoice: '取每个运行的哪个值',
  parts: { differing: '不同的配置项', metrics: '指标', series: '其他序列', same: '所有运行相同' },
  nothing: '无',
  notBothHere: '这些运行没有可供排布的配置项或指标',
  settingsCode: 'config: { lr: 1e-3, units: 64 }',
  scatter: {
    title: '散点图',
    x: 'x 轴',
    y: 'y 轴',
    scaleOf: { x: 'x 轴刻度', y: 'y 轴刻度' },
    unit: (runs) => `每个运行一个标记，共 ${runs} 个，按组着色`,
    rho: (rho, n) => `Spearman 秩相关 ρ = ${rho}，n = ${n}`,
    rhoWhy: '在两轴上都有有限数值的运行间的秩相关：1 表示同升，−1 表示一升一降，0 表示无关',
    few: (n, least) => `没有秩相关：两者都有的运行只有 ${n} 个，至少需要 ${least} 个`,
    category: '没有秩相关：类别没有顺序',
    constant: (name) => `没有秩相关：所有运行的 ${name} 都相同`,
    noX: (count, name) => `${count} 个没有 ${name}`,
    noY: (count, name) => `${count} 个没有 ${name}`,
    bad: (count) => `${count} 个为 NaN 或无穷（上方的 ×）`,
    broken: (count) => `${count} 个已崩溃（空心，×）`,
    marks: '散点图中的运行',
    keys: '方向键在运行间移动，Enter 设为参照，O 打开',
    hint: '单击：设为参照 · 双击：打开',
    run: (name, x, y) => `${name}：${x}，${y}`,
    isReference: '参照',
    summary: (x, y, runs, said) => `${runs} 个运行的 ${y} 与 ${x}：${said}`,
  },
};
