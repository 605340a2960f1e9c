/**
 * Lines of the recorder say "what: what became of it — why", what it is of a layer first. Each of the three has its words;
 * a why that is not known stays as it is.
 */
const WHAT: { readonly [what: string]: string | undefined } = {
  h: '隐藏状态 h',
  c: '细胞状态 c',
  states: '状态',
  gates: '门',
  'gate saturation': '门的饱和',
  units: '单元的状况',
  'redundant units': '冗余单元',
  'Lyapunov exponents': 'Lyapunov 指数',
  'Lyapunov spectrum': 'Lyapunov 谱',
  'fixed points': '不动点',
  'representation change': '表示的变化',
  spectra: '谱',
  'recurrent spectra': '循环矩阵的谱',
  'mean Jacobian': '平均 Jacobian',
  eigenvalues: '特征值',
  attention: '注意力',
  'gradient flow': '梯度流',
  'gradient flow of training batches': '训练批次的梯度流',
  'itemised gradient flow': '逐步损失的梯度流',
  'gradient direction': '梯度方向',
  'memory horizon': '记忆跨度',
  histograms: '直方图',
  saliency: '显著性',
  'model output': '模型输出',
  output: '模型输出',
  'model weights': '模型权重',
  weights: '权重',
  spikes: '尖峰',
  'system metrics': '系统指标',
  'flight recorder': '飞行记录',
  decoding: '解码',
  'decoded words': '解码得到的词',
  snapshots: '快照',
  console: '控制台',
  'the last snapshot': '最后一个快照',
  'the model': '模型',
};

type Said = readonly [shape: RegExp, say: (...groups: string[]) => string];

const BECAME: readonly Said[] = [
  [/^not measured$/, () => '未测量'],
  [/^not kept$/, () => '未保留'],
  [/^not computed$/, () => '未计算'],
  [/^not searched$/, () => '未搜索'],
  [/^not looked for$/, () => '未查找'],
  [/^not captured$/, () => '未采集'],
  [/^left out$/, () => '已略去'],
  [/^only counted$/, () => '仅计数'],
  [/^no states$/, () => '没有状态'],
  [/^(\S+) of (\S+) sequences kept$/, (kept, of) => `${of} 个序列中保留 ${kept} 个`],
  [/^not all are kept$/, () => '未全部保留'],
  [/^not of all steps sampled$/, () => '未覆盖所有采样步'],
  [/^not at every snapshot$/, () => '并非每个快照都有'],
  [/^the first (\S+) lines are kept$/, (lines) => `保留前 ${lines} 行`],
  [/^kept of the last and the best epoch only, in half precision$/, () => '仅保留最后一轮和最佳一轮，半精度'],
  [/^kept of the last and the best epoch only/, () => '仅保留最后一轮和最佳一轮'],
  [
    /^not held against probe\.alignment, .* its (\S+) source steps$/,
    (steps) => `未与 probe.alignment 比较：后者涉及的源步超出其 ${steps} 个源步`,
  ],
  [
    /^ρ and σ_max are estimated by (\S+) power iterations, and eigenvalues are left out$/,
    (steps) => `ρ 和 σ_max 由 ${steps} 次幂迭代估计，略去特征值`,
  ],
  [
    /^a (backward )?pass over the probe goes beyond the budget of time$/,
    (backward) => `对探针的${backward ? '反向传播' : '一次传播'}超出时间预算`,
  ],
];

const WHY: readonly Said[] = [
  [/^the budget of an epoch is (\S+) bytes$/, (bytes) => `每轮预算为 ${bytes} 字节`],
  [/^(\S+) bytes, the budget of an epoch is (\S+)$/, (bytes, budget) => `${bytes} 字节，每轮预算为 ${budget} 字节`],
  [/^the epoch's budget of bytes is used up$/, () => '本轮的字节预算已用完'],
  [/^the budget of time has no room for it$/, () => '时间预算不足'],
  [/^the probe has fewer than two finite states$/, () => '探针的有限状态不足两个'],
  [/^more than (\S+) units$/, (units) => `超过 ${units} 个单元`],
  [
    /^(\S+) units; up to (\S+) can be (?:searched|followed) while training$/,
    (units, most) => `${units} 个单元；训练时最多 ${most} 个`,
  ],
  [/^(\S+) units would take seconds an epoch$/, (units) => `${units} 个单元每轮需要数秒`],
  [/^(\S+) units are too many to decompose while training$/, (units) => `${units} 个单元太多，训练时无法分解`],
  [
    /^a joint state of (\S+) values; up to (\S+) can be decomposed while training$/,
    (values, most) => `联合状态有 ${values} 个值；训练时最多可分解 ${most} 个`,
  ],
  [/^a pass over one sequence of a model this large is too dear$/, () => '模型太大，单个序列的传播也过于昂贵'],
  [/^the layer is too large$/, () => '该层太大'],
  [/^what came later is not$/, () => '其后的未保留'],
  [/^its states were not captured$/, () => '没有采集其状态'],
  [/^its gates (.+) were not captured$/, (gates) => `没有采集其门 ${gates}`],
  [/^its weights could not be read$/, () => '无法读取其权重'],
  [/^its weights hold NaN or infinities$/, () => '其权重含有 NaN 或无穷大'],
  [/^the sequences of the probe are too short, padded or not finite$/, () => '探针的序列过短、含填充或不是有限值'],
  [/^the equations of (.+) are not known here$/, (name) => `此处没有 ${name} 的方程`],
  [/^the activation (.+) is not known here$/, (name) => `此处不认识激活函数 ${name}`],
  [/^a GRU with resetAfter is not known here$/, () => '此处不支持 resetAfter 的 GRU'],
  [
    /^(?:(states of (\S+) of (\S+) sequences)|no states), and the gradient flow is that of the last training batch sampled$/,
    (isSome, kept, of) =>
      `${isSome ? `${of} 个序列中保留 ${kept} 个的状态` : '没有状态'}；梯度流取自最近采样的训练批次`,
  ],
];

/** Lines of another shape. */
const WHOLE: readonly Said[] = [
  [
    /^gradients are sampled at (?:every step|one step in (\S+?))(?:, from epoch (\S+) on)?$/,
    (interval, epoch) =>
      `${epoch ? `自第 ${epoch} 轮起，` : ''}${interval ? `每 ${interval} 步采样一次梯度` : '每一步都采样梯度'}`,
  ],
  [
    /^no snapshot at epoch (\S+): it would go beyond the budget of time$/,
    (epoch) => `第 ${epoch} 轮没有快照：会超出时间预算`,
  ],
  [
    /^no recurrent layer( that can be captured)?.*: scalars and weight gradients are recorded/,
    (isUnknown) => `没有${isUnknown ? '可采集的' : ''}循环层：记录标量和权重梯度，没有梯度流和状态`,
  ],
  [
    /^no probe: there are no snapshots/,
    () => '没有探针，因此没有快照：请以 { probe: { x, y } } 提供，因为不会预先读取数据集',
  ],
  [/^(.+) \((.+)\) is not captured: (.+)$/s, (layer, name, why) => `未采集 ${layer}（${name}）：${why}`],
  [/^attention of (.+) is not captured: (.+)$/s, (layer, why) => `未采集 ${layer} 的注意力：${why}`],
  [/^epoch (\S+): verdicts are judged by limits of your own$/, (epoch) => `自第 ${epoch} 轮起按自定义阈值诊断`],
  [
    /^(.+) could not be captured: (.+) — training goes on\.$/s,
    (what, why) => `无法采集${spaced(WHAT[what] ?? what)}：${why}。训练继续`,
  ],
  [
    /^something could not be recorded: (.+) — training goes on; please report this\.$/s,
    (why) => `有内容无法记录：${why}。训练继续；请报告此问题`,
  ],
  [/^the end of the run could not be recorded: (.+)$/s, (why) => `无法记录运行的结束：${why}`],
  [/^logs could not be read: (.+)$/s, (why) => `无法读取日志：${why}`],
  [/^probe\.decode: (.+) — training goes on\.$/s, (why) => `probe.decode 出错：${why}。训练继续`],
  [
    /^model: fit trains (.+), this callback was made for (.+) — /s,
    (trained, own) =>
      `fit 训练的是 ${trained}，而此回调属于 ${own}：仅记录损失和指标；请为每个模型建立自己的回调：unrolled(model)`,
  ],
  [
    /^(.+): (\S+) characters — the first (\S+) are kept$/s,
    (what, all, kept) => `${what} 有 ${all} 个字符，仅保留前 ${kept} 个`,
  ],
];

/** A line of the recorder in Chinese; null where its shape is not known. */
export function captureLine(message: string): string | null {
  const whole = saidOf(WHOLE, message);
  if (whole !== null) return whole;
  const parts = /^(.+?): (.+?)(?: — (.+))?$/s.exec(message);
  if (!parts) return null;
  const [, subject = '', became = '', why] = parts;
  const [what, became_] = [subjectOf(subject), saidOf(BECAME, became)];
  if (what === null || became_ === null) return null;
  return `${what}：${became_}${why === undefined ? '' : `——${saidOf(WHY, why) ?? why}`}`;
}

function subjectOf(subject: string): string | null {
  const own = WHAT[subject];
  if (own !== undefined) return own;
  const [, what = '', layer = ''] = /^(?:what )?(.+?) of (.+?)(?: are)?$/s.exec(subject) ?? [];
  return WHAT[what] === undefined ? null : `${layer} 的${spaced(WHAT[what])}`;
}

function saidOf(table: readonly Said[], text: string): string | null {
  for (const [shape, say] of table) {
    const groups = shape.exec(text);
    if (groups) return say(...groups.slice(1));
  }
  return null;
}

/** Latin letters stand apart from Chinese ones. */
function spaced(text: string): string {
  return /^[A-Za-z]/.test(text) ? ` ${text}` : text;
}
