/** What the linter finds, by its id: `about` is the layer and a colon, `message` the sentence in English. */
export const LINT_LINES: {
  readonly [id: string]: ((about: string, message: string) => string) | undefined;
} = {
  'one-class': (about, message) =>
    message.includes('softmax')
      ? `${about}单个输出上的 softmax 恒为 1，与网络无关`
      : `${about}${lossOf(message)}用于单个输出时恒为 0，与网络无关`,
  'missing-softmax': (about, message) => `${about}${lossOf(message)}需要概率，而输出没有 softmax`,
  'sigmoid-for-classes': (about, message) => `${about}${lossOf(message)}需要总和为 1 的概率，而 sigmoid 的输出不满足`,
  'missing-sigmoid': (about) => `${about}binaryCrossentropy 需要概率，而输出没有 sigmoid`,
  'forget-bias': (about, message) => {
    const steps = /the task needs (\d+) steps/.exec(message)?.[1];
    return `${about}遗忘门起初半闭，因为 tfjs 把其偏置设为 0，而 Keras 设为 1${steps ? `；任务需要 ${steps} 步记忆` : ''}`;
  },
  'hard-sigmoid': (about) => `${about}门使用 tfjs 默认的 hardSigmoid，在 ±2.5 之外没有梯度`,
  'no-clipping': (about) => `${about}没有裁剪梯度：一次过陡的更新就可能毁掉循环网络`,
  'stateful-shuffle': (about) => `${about}该层在批次之间传递状态，而 fit 会打乱序列`,
  'padding-unmasked': (about) => `${about}序列以 0 填充；没有掩码时，填充会被当作输入读取和关注`,
};

const lossOf = (message: string) => `${/(\w+Crossentropy)/.exec(message)?.[1] ?? '损失'} `;
