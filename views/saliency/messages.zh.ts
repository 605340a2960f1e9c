import { isolated } from '../_kit/marks/written.ts';
import type { SaliencyWords } from './messages.en.ts';
import type { Method, Space } from './select/example-saliency.ts';

const spaces: { readonly [space in Space]: string } = {
  logit: 'logit',
  'log-probability': '对数概率',
  output: '输出',
};

const methods: { readonly [method in Method]: string } = {
  'integrated-gradients': '积分梯度',
  'gradient×input': '梯度 × 输入',
  gradient: '梯度',
  'smooth-grad': 'SmoothGrad',
  occlusion: '遮挡法',
};

/** Sets a space beside Chinese words where a name begins or ends in another script. */
const apart = (name: string) =>
  `${/^[\u4e00-\u9fff]/.test(name) ? '' : ' '}${name}${/[\u4e00-\u9fff]$/.test(name) ? '' : ' '}`;

/** The same in Chinese. */
export const chinese: SaliencyWords = {
  title: '显著性',
  methods,
  spaces,
  head: {
    example: (number, count) => `样本 ${number}，共 ${count} 个`,
    previous: '上一个样本',
    next: '下一个样本',
    explaining: '解释',
    target: '解释对象',
    method: '方法',
    class: (index) => `类别 ${index}`,
    model: '模型',
    step: (step, token) => (token ? `第 ${step} 步：${token}` : `第 ${step} 步`),
    chance: (name, share) => `p(${name}) = ${share}`,
    output: (name, value) => `${name} 的输出 = ${value}`,
    takenFor: (name, share) => `被判为 ${name}，${share}`,
    atEpoch: (epoch) => `第 ${epoch} 轮`,
  },
  tokens: {
    title: '词元的显著性',
    ids: '词元 ID 的显著性',
    steps: '各步的显著性',
    padding: '填充',
  },
  frames: {
    title: '各帧的显著性',
    layers: '图中显示的内容',
    layer: { overlay: '叠加', input: '输入', saliency: '显著性' },
    feature: '特征',
    frame: '帧',
    sum: '帧内之和',
    length: '帧 ‖·‖',
    inputScale: '输入，每个特征按其在探针中的范围着色',
    tooMany: '单元格过多，无法叠加：仅显示显著性',
  },
  unit: (space, name, method) =>
    method === 'gradient' || method === 'smooth-grad'
      ? `${name} 的 ∂${spaces[space]}/∂x 的大小，无符号`
      : `在${apart(name)}的${spaces[space] === 'logit' ? ' logit ' : spaces[space]}中的份额`,
  axis: {
    contribution: (space) => (space === 'logit' ? '对 logit 的贡献' : `对${spaces[space]}的贡献`),
    length: '‖∂f/∂xₜ‖',
    step: '词元',
  },
  legend: { outline: '轮廓：遮挡法' },
  at: (what, value) => `${what}：${value}`,
  step: (step, token) => (token ? `${step}“${isolated(token)}”` : `${step}`),
  nearest: (epoch, at, why) =>
    `第 ${epoch} 轮${why === 'lost' ? '没有记录，也未保留权重' : why === 'open' ? '尚未计算' : '没有数据'}，最近的：第 ${at} 轮`,
  computed: '在此页面中计算',
  kept: '此前由保留的权重算出',
  recorded: '已记录',
  allNaN: '所有值均为 NaN：输入，或该轮的权重或输出即为 NaN',
  summary: (method, epoch, strongest) => `第 ${epoch} 轮的${method}显著性。最强：${strongest || '无'}。`,
  summaryEmpty: '显著性：尚无可显示的内容。',
  history: {
    title: '同一样本在各轮次',
    unit: (method) => `${method}，每轮一行，颜色同上`,
    epoch: '轮次',
    summary: (epochs) => `此样本在 ${epochs} 轮中的显著性`,
    empty: '此方法没有任何记录；计算结果会逐轮显示在这里',
    known: (known, reached) => `${reached} 轮中已有 ${known} 轮。`,
    open: (count) => `${count} 轮可由保留的权重算出。`,
    lost: (count, canCompute) =>
      canCompute
        ? `斜线 ${count} 轮：没有记录，也未保留权重，无法再计算。`
        : `斜线 ${count} 轮：没有记录，且此处无法计算。`,
    compute: (count) => `计算缺少的 ${count} 轮`,
  },
  trust: {
    title: '可信吗？',
    completeness: '完备性',
    sum: (value) => `Σ = ${value}`,
    difference: (value) => `f(x) − f(x₀) = ${value}`,
    unknown: 'f(x₀) 未记录',
    error: (value) => `误差 ${value}`,
    notReliable: '不可靠',
    nodes: (count) => `${count} 个节点`,
    limit: '超过 1\u00a0% 会注明，超过 5\u00a0% 不可靠',
    noSum: (method) => `${method}之和不必等于任何值。积分梯度则必须：请计算它来核对。`,
    noSumOcclusion: '遮挡法每次去掉一步；其数值之和不必等于任何值。',
    rank: '遮挡法',
    rho: (value) => `秩相关 ρ = ${value}`,
    rhoFew: '少于三步：无法比较排序',
    rhoNone: '秩相关 ρ 无定义：所有步同等重要',
    noOcclusion: '尚未计算。它去掉各步而不求导，因此是一种独立的检验。',
    itself: '当前所示：用来检验其他方法',
    baseline: { name: '基线 x₀', zero: '零', mean: '各步的均值' },
    of: { name: '解释对象', embedding: 'Embedding 层对词的输出', input: '输入本身' },
    score: (space, value) => `f(x) = ${value}，即${space === 'logit' ? ' logit' : spaces[space]}`,
  },
  compute: {
    title: '由保留的权重计算',
    kept: (epochs) => `保留了第 ${epochs} 轮的权重。`,
    half: '半精度：三位有效数字可信。',
    noneAt: (epoch, nearest) => `第 ${epoch} 轮没有；最近的是第 ${nearest} 轮。`,
    one: (method, epoch) => `计算第 ${epoch} 轮的${method}`,
    go: (epoch) => `跳到第 ${epoch} 轮`,
    loading: '正在加载模型',
    progress: (epoch, number, of, share) =>
      of > 1 ? `第 ${epoch} 轮，${number} / ${of}：${share}` : `第 ${epoch} 轮：${share}`,
    cancel: '取消',
    notKept: (reason) => `已显示，但不会保留到下次访问：${reason}`,
    by: (backend) =>
      backend === 'wasm' ? '在此页面中，使用 WASM' : '在此页面中，使用纯 JavaScript：比 WASM 慢，但同样精确',
    noModel: '此处无法计算：没有保留一组完整的权重。训练结束时会保留最后一轮和最佳一轮的权重。',
    inPage:
      '此页面无法计算：其中既没有 TensorFlow.js，也没有服务器。请在记录该运行的地方打开它，或打开其运行文件：unrolled FILE',
    custom: (classes, method) =>
      `此处无法计算：此页面不认识类为 ${classes} 的层。要在训练时记录${methods[method]}：unrolled(model, { saliency: { method: '${method}' } })；对于内存中的模型：await saliency(model, x, { method: '${method}' })。`,
    noProbe: '此处无法计算：未保存探针的输入。',
  },
  output: {
    title: '所解释的输出随轮次变化',
    unit: (name, isChance) => (isChance ? `p(${name})` : `${name} 的输出`),
    readout: (epoch, value) => `第 ${epoch} 轮：${value}`,
    empty: '没有记录探针的输出',
    summary: (name) => `${name} 的输出随轮次变化`,
    rest: '其余最高',
  },
  empty: {
    none: '没有记录显著性。请为运行提供探针；随后会自动记录四个序列的梯度 × 输入：',
    noneCode: 'unrolled(model, { probe: { x, y, tokens } })',
    off: '没有记录显著性：它被关闭，或尚未到记录的时候。要记录它：',
    nothing: (reason, can) =>
      `没有记录显著性${reason ? `（${reason}）` : ''}；${can ? '可由保留的权重计算' : '下方说明为何也无法计算'}`,
    offCode: "saliency: { method: 'integrated-gradients', examples: 4 }",
    leftOut: (reason) => `没有显著性：${reason}`,
    waiting: '第一份显著性随快照而来，在一轮结束时',
    noModel: '此运行没有监测任何模型',
    noModelCode: 'await unrolled(model, …)',
    notThis: (sequences, can) =>
      `仅记录了样本 ${sequences}；${can ? '其他样本可在下方计算' : '下方说明为何无法计算其他样本'}`,
    notMethod: (method, can) => `没有记录${method}；${can ? '可在下方由保存的权重计算' : '下方说明为何也无法在此计算'}`,
    notTarget: (can) => `没有此解释对象的记录；${can ? '可在下方由保存的权重计算' : '下方说明为何也无法在此计算'}`,
  },
};
