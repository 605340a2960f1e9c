import type { GuideWords } from '../_kit/view-guide.tsx';

/** The same in Chinese. */
export const chinese: GuideWords = {
  answers: '末端的误差能传到序列开头吗？途中会爆炸吗？每个权重都在学习吗？',
  read: [
    '梯度流图：一行是一轮，一列是一个时间步，颜色是 ‖∂L/∂hₜ‖。接近黑色为已消失，绿色为健康，橙色和红色为爆炸；同一颜色在所有运行中含义相同。白线是记忆跨度。',
    '剖面是播放头所在的那一行：在对数轴上向左直线下降，说明梯度每一步都按同一比例缩小。在它中断之处以前的输入不再起教学作用。',
    '更新量 : 权重表示一步把权重移动多远。通常在 1e−4 到 1e−2 之间；远低于此学习停滞，远高于此则会跳动。',
  ],
  better: [
    { question: '损失到底有没有下降？', view: 'overview' },
    { question: '单元本身是否饱和或死亡？', view: 'states' },
  ],
};
