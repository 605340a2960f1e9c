import type { GuideWords } from '../_kit/view-guide.tsx';

/** The same in Chinese. */
export const chinese: GuideWords = {
  answers: '网络在学习吗？如果没有，问题在哪里，怎样改善？',
  read: [
    '顶部一行是播放头处的诊断：移动播放头即重新诊断。证据中列出数值、所对照的阈值及其来源。',
    '损失与指标：实线为训练，虚线为验证，细线为各步。虚线上升而实线下降即为过拟合。图上方的 × 表示该值为 NaN 或无穷大。',
    '记忆跨度：从峰值往回多少步，梯度仍保持在峰值的 1 % 以上。若低于任务所需，无论训练多久，网络都无法从早期输入中学习。',
  ],
  better: [
    { question: '梯度在哪个时间或哪一层消失或爆炸？', view: 'gradients' },
    { question: '网络学会了区分什么？', view: 'states' },
    { question: '哪些词或帧让它给出这样的结果？', view: 'saliency' },
    { question: '几个运行中哪个最好？', view: 'runs' },
  ],
};
