import type { GuideWords } from '../_kit/view-guide.tsx';

/** The same in Chinese. */
export const chinese: GuideWords = {
  answers: '模型写出每个目标词时在看哪些源词？它从何时学会这样看？',
  read: [
    '一行是写出的一个词，一列是读入的一个词；每行之和为 1。已知真实对齐时，用角标框出：亮格应落在其中。',
    '熵表示一行看得有多分散：接近 0 时只看一个词，等于 1 时对所有词一视同仁。填充上的权重应为 0；若行和不为 1，则这些不是注意力权重。',
    '小矩阵是同一样本在其他轮次的注意力，下方是其主要注视位置中错误的比例；点击即可将播放头移到该轮。',
    '注意力本身不是解释：一个词可能被注视却并不重要。请与显著性对照。',
  ],
  better: [
    { question: '网络到底有没有在学习？', view: 'overview' },
    { question: '网络保留了所读词语的哪些信息？', view: 'states' },
    { question: '误差能传到最前面的词吗？', view: 'gradients' },
  ],
};
