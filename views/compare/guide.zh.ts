import type { GuideWords } from '../_kit/view-guide.tsx';

/** How to read the Compare view, in Chinese. */
export const chinese: GuideWords = {
  answers: '是哪个改动造成了差异，从第几轮开始？',
  read: [
    '除非另外固定，第一个运行就是参照。表格把每项设置与它对照：不同之处着色，数值标出倍数。',
    '仅种子不同的运行合为一条带区间的曲线；n 是其背后的运行数。',
    '若差异从某一轮起连续三轮成立，且 p < 0.05 除以所比较的轮次数，则运行在该轮分开。每边只有一个运行时，只知道逐轮的噪声：换一个种子也可能相差这么远。',
  ],
  better: [
    { question: '其中某个运行出了什么问题？', view: 'overview' },
    { question: '各运行的梯度能回溯多远？', view: 'gradients' },
    { question: '有哪些运行可以对比？', view: 'runs' },
  ],
};
