"""Reference numbers for attention and saliency, by PyTorch, NumPy and SciPy in float64.

Writes data/reference/attribution.json:
- attention: context, weights and all gradients of sum(context * cotangent) of each score, one and several heads, masked;
- gaussLegendre: nodes and weights on 0...1;
- integratedGradients: of the class logit of small recurrent networks, along the straight path from zeros; of the same
  networks the gradient, SmoothGrad with the noise of the house's generator by its seed, and occlusion by zeros;
- kendall: tau-b of index sequences against 0, 1, 2, ...
- summaries: of attention weights, masked and not: normalised entropy by SciPy, row sums, mass on padding, coverage;
- alignments: alignment error rate by NLTK, share of targets whose largest weight is at the gold source.

    python -m venv .venv && .venv/bin/pip install -r scripts/reference/requirements.txt
    .venv/bin/python scripts/reference/attribution.py

All inputs are exact float32 values. The cells follow tfjs 4.22 (see gradient_flow.py). Attention of one head with the
score 'dot' is checked against torch.nn.functional.scaled_dot_product_attention in this script.
"""

import json
from pathlib import Path

import nltk
import numpy as np
import scipy
import scipy.special
import scipy.stats
import torch
from nltk.translate import Alignment, alignment_error_rate

torch.set_default_dtype(torch.float64)
BATCH, TARGET, SOURCE = 3, 4, 5
LENGTHS = [5, 3, 0]


def exact(rng, shape, scale=1.0):
    return torch.tensor(rng.normal(0, scale, shape).astype(np.float32).astype(np.float64))


def split(x, heads):
    batch, steps, features = x.shape
    return x.reshape(batch, steps, heads, features // heads).transpose(1, 2)


def softmax_over_valid(scores, valid):
    if valid is None:
        return torch.softmax(scores, -1)
    valid = valid[:, None, None, :]
    filled = torch.where(valid, scores, torch.tensor(-1e300))
    exponent = torch.where(valid, torch.exp(filled - filled.amax(-1, keepdim=True)), torch.tensor(0.0))
    total = exponent.sum(-1, keepdim=True)
    return exponent / torch.where(total == 0, torch.ones_like(total), total)


def attend(score, heads, scale, query, values, keys, weights, valid):
    q = split(query @ weights["query_kernel"] if "query_kernel" in weights else query, heads)
    k = split(keys @ weights["key_kernel"] if "key_kernel" in weights else keys, heads)
    v = split(values @ weights["value_kernel"] if "value_kernel" in weights else values, heads)
    if score == "general":
        q = torch.einsum("bhtd,hde->bhte", q, weights["score_kernel"])
    if score == "additive":
        met = torch.tanh(q[:, :, :, None, :] + k[:, :, None, :, :])
        scores = (met * weights["score_vector"][None, :, None, None, :]).sum(-1)
    else:
        scores = q @ k.transpose(-1, -2)
    if scale:
        scores = scores / np.sqrt(k.shape[-1])
    attention = softmax_over_valid(scores, valid)
    context = (attention @ v).transpose(1, 2).reshape(BATCH, TARGET, -1)
    if "output_kernel" in weights:
        context = context @ weights["output_kernel"]
    return context, attention


def attention_case(rng, score, heads, masked, own_keys):
    features = 6 if score == "dot" and heads == 1 else 4
    sizes = {"query": features, "key": 6, "value": 6}
    units = 5 if score == "additive" and heads == 1 else 6
    weights = {}
    if heads > 1 or score == "additive":
        weights["query_kernel"] = exact(rng, (sizes["query"], units), 0.5)
        weights["key_kernel"] = exact(rng, (sizes["key"], units), 0.5)
    if score == "general":
        shape = (1, sizes["query"], sizes["key"]) if heads == 1 else (heads, units // heads, units // heads)
        weights["score_kernel"] = exact(rng, shape, 0.5)
    if score == "additive":
        weights["score_vector"] = exact(rng, (heads, units // heads), 0.5)
    if heads > 1:
        weights["value_kernel"] = exact(rng, (sizes["value"], units), 0.5)
        weights["output_kernel"] = exact(rng, (units, units), 0.5)
    query = exact(rng, (BATCH, TARGET, sizes["query"]))
    values = exact(rng, (BATCH, SOURCE, sizes["value"]))
    keys = exact(rng, (BATCH, SOURCE, sizes["key"])) if own_keys else values
    valid = torch.tensor([[t < n for t in range(SOURCE)] for n in LENGTHS]) if masked else None
    leaves = {"query": query, "values": values, **({"keys": keys} if own_keys else {}), **weights}
    for leaf in leaves.values():
        leaf.requires_grad_(True)
    context, attention = attend(score, heads, heads > 1, query, values, keys, weights, valid)
    cotangent = exact(rng, context.shape)
    gradients = torch.autograd.grad((context * cotangent).sum(), list(leaves.values()))
    if score == "dot" and heads == 1 and not masked:
        known = torch.nn.functional.scaled_dot_product_attention(query, keys, values, scale=1.0)
        assert torch.allclose(known, context, rtol=0, atol=1e-12)
    return {
        "score": score,
        "heads": heads,
        "units": units,
        "mask": None if valid is None else valid.long().tolist(),
        "inputs": {name: leaves[name].tolist() for name in ("query", "values", "keys") if name in leaves},
        "weights": {name: w.tolist() for name, w in weights.items()},
        "cotangent": cotangent.tolist(),
        "context": context.tolist(),
        "attention": attention.tolist(),
        "gradients": dict(zip(leaves, (g.tolist() for g in gradients))),
    }


def run_cell(cell, weights, x):
    kernel, recurrent, bias = weights
    n = recurrent.shape[0]
    h = torch.zeros(x.shape[0], n)
    c = torch.zeros(x.shape[0], n)
    for t in range(x.shape[1]):
        inputs = x[:, t] @ kernel + bias
        if cell == "simpleRNN":
            h = torch.tanh(inputs + h @ recurrent)
        elif cell == "gru":
            z = torch.sigmoid(inputs[:, :n] + h @ recurrent[:, :n])
            r = torch.sigmoid(inputs[:, n : 2 * n] + h @ recurrent[:, n : 2 * n])
            candidate = torch.tanh(inputs[:, 2 * n :] + (r * h) @ recurrent[:, 2 * n :])
            h = z * h + (1 - z) * candidate
        else:
            i, f, g, o = (inputs + h @ recurrent).chunk(4, -1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
    return h


def uniforms(seed):
    """mulberry32, as lib/base/random.ts has it."""
    low = 0xFFFFFFFF
    state = seed & low
    while True:
        state = (state + 0x6D2B79F5) & low
        mixed = ((state ^ (state >> 15)) * (state | 1)) & low
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (mixed | 61)) & low)) & low
        yield ((mixed ^ (mixed >> 14)) & low) / 2**32


def normals(seed):
    stream = uniforms(seed)
    while True:
        first, second = next(stream), next(stream)
        yield np.sqrt(-2 * np.log(1 - first)) * np.cos(2 * np.pi * second)


def smooth_grad(logit, x, samples, share, seed):
    """Mean gradient over copies with noise of so much of the example's range: every example draws anew by the seed."""
    means = []
    for b in range(len(x)):
        stream = normals(seed)
        sigma = share * (x[b].max() - x[b].min())
        total = torch.zeros_like(x[b])
        for _ in range(samples):
            noise = torch.tensor([next(stream) for _ in range(x[b].numel())]).reshape(x[b].shape)
            point = (x[b] + sigma * noise).requires_grad_(True)
            total += torch.autograd.grad(logit(point[None], b), point)[0]
        means.append(total / samples)
    return torch.stack(means)


def occlusion(logit, x):
    out = torch.zeros(x.shape[:2])
    for b in range(x.shape[0]):
        for t in range(x.shape[1]):
            without = x[b].clone()
            without[t] = 0
            out[b, t] = logit(x[b][None], b) - logit(without[None], b)
    return out


def integrated_gradients_case(rng, cell):
    time, features, units, classes = 8, 3, 5, 3
    width = {"simpleRNN": 1, "gru": 3, "lstm": 4}[cell]
    weights = [exact(rng, (features, width * units), 0.6), exact(rng, (units, width * units), 0.5), exact(rng, (width * units,), 0.1)]
    head, head_bias = exact(rng, (units, classes)), exact(rng, (classes,), 0.1)
    x = exact(rng, (2, time, features))
    target = [1, 2]
    logits = lambda e: (run_cell(cell, weights, e) @ head + head_bias)[range(2), target]
    nodes, gl_weights = np.polynomial.legendre.leggauss(200)
    total = torch.zeros_like(x)
    for node, weight in zip(nodes, gl_weights):
        point = ((node + 1) / 2 * x).requires_grad_(True)
        total += weight / 2 * torch.autograd.grad(logits(point).sum(), point)[0]
    attribution = x * total
    difference = logits(x) - logits(torch.zeros_like(x))
    assert torch.allclose(attribution.sum((1, 2)), difference, rtol=1e-10)
    point = x.clone().requires_grad_(True)
    gradient = torch.autograd.grad(logits(point).sum(), point)[0]
    logit = lambda e, b: (run_cell(cell, weights, e) @ head + head_bias)[0, target[b]]
    return {
        "cell": cell,
        "weights": [w.tolist() for w in weights],
        "head": head.tolist(),
        "headBias": head_bias.tolist(),
        "x": x.tolist(),
        "target": target,
        "logits": logits(x).tolist(),
        "difference": difference.tolist(),
        "gradient": gradient.tolist(),
        "integratedGradients": attribution.tolist(),
        "smoothGrad": smooth_grad(logit, x, 25, 0.15, 7).tolist(),
        "occlusion": occlusion(logit, x).tolist(),
    }


def summary_case(rng, sequences, heads, targets, sources, lengths):
    weights = scipy.special.softmax(rng.normal(0, 2, (sequences, heads, targets, sources)), axis=-1)
    weights[0, 0, 0] *= 1.03  # a row that does not sum to 1
    lengths = np.array([sources] * sequences if lengths is None else lengths)
    rows = weights.reshape(sequences, heads * targets, sources)
    entropies, padded = [], []
    for length, of_sequence in zip(lengths, rows):
        for row in of_sequence:
            if length > 1:
                entropies.append(scipy.stats.entropy(row[:length], base=length))  # of shares of the valid sources
            if length < sources:
                padded.append(row[length:].sum() / row.sum())
    first = weights[0, 0]
    return {
        "shape": [sequences, heads, targets, sources],
        "values": weights.ravel().tolist(),
        "sourceMask": (np.arange(sources)[None, :] < lengths[:, None]).astype(int).ravel().tolist(),
        "entropy": float(np.mean(entropies)),
        "rowSumError": float(np.abs(rows.sum(-1) - 1).max()),
        "smallest": float(weights.min()),
        "padMass": float(np.mean(padded)) if padded else None,
        "firstRowEntropy": float(scipy.stats.entropy(first[1], base=sources)),
        "firstRowPosition": float(np.average(np.arange(sources), weights=first[1])),
        "coverage": first.sum(0).tolist(),
        "argMax": first.argmax(-1).tolist(),
    }


def alignment_case(rng, targets, sources):
    pairs = lambda count: [(int(rng.integers(targets)), int(rng.integers(sources))) for _ in range(count)]
    links, sure, possible = pairs(targets), pairs(targets), pairs(2 * targets)
    gold = rng.integers(-1, sources, targets)
    found = rng.integers(0, sources, targets)
    counted = gold >= 0
    return {
        "links": links,
        "sure": sure,
        "possible": possible,
        "errorRate": float(alignment_error_rate(Alignment(sure), Alignment(links), Alignment(possible + sure))),
        "errorRateSureOnly": float(alignment_error_rate(Alignment(sure), Alignment(links))),
        "gold": gold.tolist(),
        "found": found.tolist(),
        "accuracy": float((gold == found)[counted].mean()),
    }


def main():
    rng = np.random.default_rng(20)
    attention = [
        attention_case(rng, score, heads, masked, own_keys)
        for score in ("dot", "general", "additive")
        for heads, masked, own_keys in ((1, False, False), (1, True, True), (2, True, False))
    ]
    orders = [rng.integers(0, 6, size).tolist() for size in (2, 5, 9, 20)] + [[0, 1, 2, 3], [3, 2, 1, 0]]
    about = {
        "script": "scripts/reference/attribution.py",
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "torch": torch.__version__.split("+")[0],
        "nltk": nltk.__version__,
        "seed": 20,
        # of what tfjs computes in float32, relative to the largest number; of what lib/analysis computes, absolute
        "tolerance": 1e-5,
        "float64Tolerance": 1e-12,
        "gaussLegendreTolerance": 1e-14,
    }
    out = {
        "about": about,
        "attention": attention,
        "gaussLegendre": [
            {"count": n, "nodes": ((x + 1) / 2).tolist(), "weights": (w / 2).tolist()}
            for n in (1, 2, 5, 50, 300)
            for x, w in [np.polynomial.legendre.leggauss(n)]
        ],
        "integratedGradients": [integrated_gradients_case(rng, cell) for cell in ("simpleRNN", "gru", "lstm")],
        "kendall": [
            {"order": order, "tau": float(scipy.stats.kendalltau(range(len(order)), order).statistic)}
            for order in orders  # a constant one has no tau
            if len(set(order)) > 1
        ],
        "summaries": [
            summary_case(rng, 2, 1, 3, 5, None),
            summary_case(rng, 3, 2, 4, 6, [6, 2, 4]),
            summary_case(rng, 2, 1, 2, 7, [1, 5]),
        ],
        "alignments": [alignment_case(rng, targets, sources) for targets, sources in ((4, 5), (9, 3), (12, 15))],
    }
    path = Path(__file__).parents[2] / "data" / "reference" / "attribution.json"
    path.write_text(json.dumps(out, allow_nan=False) + "\n")


main()
