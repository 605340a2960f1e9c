import type { CurvesWords } from './curves-messages.en.ts';

/** The same in Chinese. */
export const chinese: CurvesWords = {
  settings: '坐标轴与平滑',
  x: 'x 轴',
  modes: { step: '步', epoch: '轮次', relative: '时长', wall: '时刻' },
  titles: {
    step: '步',
    epoch: '轮次',
    relative: (unit) => `运行开始后的时间，${unit}`,
    wall: '时刻',
  },
  xLog: 'x 轴取对数',
  yLog: 'y 轴取对数（仅此图）',
  smoothing: '逐步曲线的平滑',
  smoothingNone: '无',
  smoothingWhy: '对全部点的滑动平均，β',
  cut: '坐标轴忽略离群值',
  unzoom: '全部',
  unzoomTitle: '恢复完整坐标轴（双击）',
  thinned: (held, of) => `${of} 个点中的 ${held} 个，保留极值`,
  beyond: (count) => `${count} 个点超出坐标轴`,
  perStep: '每步',
  train: '训练',
  val: '验证',
  at: (title, value) => `${title} ${value}`,
  readout: (epoch, values) => `第 ${epoch} 轮：${values}`,
  more: (count) => `另有 ${count} 条`,
  summary: (title, lines) => `${title}。${lines}`,
};
