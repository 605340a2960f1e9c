import type { GuideWords } from '../_kit/view-guide.tsx';

/** The same in Chinese. */
export const chinese: GuideWords = {
  answers: '对于一个样本，输入的哪些部分让模型给出这个结果？',
  read: [
    '红色支持所解释的类别，蓝色反对它；数值是它在该类别 logit 中的份额。梯度和 SmoothGrad 没有符号：它们只说明输出有多敏感，不说明方向。',
    '积分梯度之和必须等于 f(x) − f(x₀)，即从基线到该输入的变化。误差标在旁边：超过 5 % 时不要相信此图。',
    '遮挡法每次去掉一步，观察什么发生变化。若它的排序与所示方法一致（ρ 接近 1），则两种独立的方法得出相同结论。',
    '一个样本的图只解释该样本在该轮次的结果，仅此而已。请沿轮次移动：真正学会的模型会出于同样的原因关注同样的部分。',
  ],
  better: [
    { question: '很久以前的输入的梯度到底能不能传到？', view: 'gradients' },
    { question: '哪个单元携带着读入的信息？', view: 'states' },
  ],
};
