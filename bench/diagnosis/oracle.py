#!/usr/bin/env python3
"""The oracle of the diagnosis bench: what a training did, from its saved weights and data alone, in float64.

Shares nothing with the product: NumPy only, its own forward and backward passes, its own questions. Reads trainings
out of the bench's cache and writes KEY.facts.json beside each; prints one line of JSON a case with the labels.

    oracle.py FOLDER [--fresh] < cases.json

cases.json: [{"id", "key", "twin", "memory" (steps or null), "declared"}]. Every line printed:
{"id", "hurt", "learned", "end", "twinEnd", "labels": [{"rule", "onset", "end"}], "open": [the same], "selfCheck"}; epochs are 1-based, onset <= e < end,
end null to the last. `open` are stretches
over which it does not dare to deny a rule. `selfCheck` is the median relative difference between losses recomputed here and those `fit` saw.
"""

import json
import math
import os
import sys
import warnings
from multiprocessing import Pool

import numpy as np

np.seterr(all="ignore")
warnings.simplefilter("ignore", RuntimeWarning)
EPS = 1e-7


# ---------------------------------------------------------------------------------------------------- reading


def load(folder, key):
    with open(os.path.join(folder, key + ".json")) as file:
        info = json.load(file)
    raw = np.fromfile(os.path.join(folder, key + ".bin"), dtype="<f4")
    parts, at = {}, 0
    for name, length in info["layout"].items():
        part = raw[at : at + length]
        parts[name] = part.view("<i4") if name == "rows" else part
        at += length
    data, training = info["data"], info["training"]
    rows, steps, features, outputs = data["rows"], data["steps"], data["features"], data["outputs"]
    shapes = [tuple(shape) for shape in info["weightShapes"]]
    sizes = [int(np.prod(shape)) for shape in shapes]
    flat = parts["weights"].reshape(-1, sum(sizes)).astype(np.float64)
    total = training["epochs"] * training["stepsPerEpoch"]
    after = flat[1 : total + 1]
    before = flat[:total].copy()
    for n, step in enumerate(info["edited"]):
        before[step] = flat[total + 1 + n]
    return {
        "x": parts["x"].reshape(rows, steps, features).astype(np.float64),
        "y": parts["y"].reshape((rows, steps, outputs) if data["everyStep"] else (rows, outputs)).astype(np.float64),
        "order": parts["rows"].reshape(total, training["batch"]),
        "factors": parts["factors"].reshape(total, training["batch"]).astype(np.float64),
        "targetFactors": parts["targetFactors"].reshape(total, training["batch"]).astype(np.float64),
        "before": before,
        "after": after,
        "shapes": shapes,
        "losses": np.array([float(loss) for loss in info["batchLosses"]]),
        "training": training,
        "info": info,
        "everyStep": data["everyStep"],
        "softmax": data["loss"] == "categoricalCrossentropy",
        "memory": data["memory"],
    }


def unflatten(flat, shapes):
    parts, at = [], 0
    for shape in shapes:
        size = int(np.prod(shape))
        parts.append(flat[:, at : at + size].reshape((len(flat),) + shape))
        at += size
    return parts


# ---------------------------------------------------------------------------------------------------- the network


def act(name, x):
    if name == "relu":
        return np.maximum(x, 0), (x > 0).astype(np.float64)
    if name == "linear":
        return x, np.ones_like(x)
    y = np.tanh(x)
    return y, 1 - y * y


def gate(name, x):
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-x))
        return y, y * (1 - y)
    return np.clip(0.2 * x + 0.5, 0, 1), np.where(np.abs(x) < 2.5, 0.2, 0.0)


class Network:
    """One recurrent layer and a dense head, for a whole stack of weights at once: first axis n."""

    def __init__(self, case, flat):
        training = case["training"]
        self.cell, self.units = training["cell"], training["units"]
        self.activation = training.get("activation", "tanh")
        self.gates = training.get("gates", "hardSigmoid")
        self.softmax, self.everyStep = case["softmax"], case["everyStep"]
        self.K, self.U, self.b, self.V, self.c = unflatten(flat, case["shapes"])
        self.b, self.c = self.b[:, None, :], self.c[:, None, :]

    def forward(self, x):
        """x [n, B, T, D] -> per step what the backward pass needs."""
        n, batch, time, _ = x.shape
        H = self.units
        h = np.zeros((n, batch, H))
        c = np.zeros((n, batch, H))
        steps = []
        for t in range(time):
            z = x[:, :, t] @ self.K + self.b
            if self.cell == "simpleRNN":
                new, d = act(self.activation, z + h @ self.U)
                steps.append({"h0": h, "h": new, "d": d, "a": {"h": new}, "dh": {"h": d}, "z": {"h": z + h @ self.U}})
                h = new
            elif self.cell == "gru":
                zr = z[..., : 2 * H] + h @ self.U[..., : 2 * H]
                (u, du), (r, dr) = gate(self.gates, zr[..., :H]), gate(self.gates, zr[..., H:])
                zg = z[..., 2 * H :] + (r * h) @ self.U[..., 2 * H :]
                g, dg = act(self.activation, zg)
                new = u * h + (1 - u) * g
                steps.append({"h0": h, "h": new, "u": u, "du": du, "r": r, "dr": dr, "g": g, "dg": dg})
                steps[-1]["a"] = {"z": u, "r": r, "g": g}
                steps[-1]["dh"] = {"z": du, "r": dr, "g": dg}
                steps[-1]["z"] = {"z": zr[..., :H], "r": zr[..., H:], "g": zg}
                h = new
            else:
                z = z + h @ self.U
                (i, di), (f, df) = gate(self.gates, z[..., :H]), gate(self.gates, z[..., H : 2 * H])
                (g, dg), (o, do) = act(self.activation, z[..., 2 * H : 3 * H]), gate(self.gates, z[..., 3 * H :])
                new = f * c + i * g
                out, dout = act(self.activation, new)
                steps.append({"h0": h, "c0": c, "c": new, "h": o * out, "out": out, "dout": dout})
                steps[-1].update({"i": i, "f": f, "g": g, "o": o, "di": di, "df": df, "dg": dg, "do": do})
                steps[-1]["a"] = {"i": i, "f": f, "g": g, "o": o, "h": o * out}
                steps[-1]["dh"] = {"i": di, "f": df, "g": dg, "o": do, "c": dout}
                steps[-1]["z"] = {"i": z[..., :H], "f": z[..., H : 2 * H], "g": z[..., 2 * H : 3 * H], "o": z[..., 3 * H :]}
                h, c = o * out, new
        return steps

    def loss(self, steps, y):
        """Loss per weight set [n], and its gradient at the head's input at each step: {t: [n, B, O]}."""
        ends = range(len(steps)) if self.everyStep else [len(steps) - 1]
        total, grads = 0, {}
        for t in ends:
            target = y[:, :, t] if self.everyStep else y
            logits = steps[t]["h"] @ self.V + self.c
            batch, count = logits.shape[1], logits.shape[1] * len(ends)
            if self.softmax:
                p = np.exp(logits - logits.max(-1, keepdims=True))
                p = p / p.sum(-1, keepdims=True)
                seen = np.clip(p, EPS, 1 - EPS)
                total = total - (target * np.log(seen)).sum((1, 2)) / count
                dp = np.where((p > EPS) & (p < 1 - EPS), -target / seen, 0.0) / count
                grads[t] = p * (dp - (dp * p).sum(-1, keepdims=True))
            else:
                error = logits - target
                total = total + (error**2).mean(-1).sum(1) / count
                grads[t] = 2 * error / (count * logits.shape[-1])
        return total, grads

    def backward(self, x, steps, grads):
        """Gradients of all weights [n, …], in the model's order, and the adjoints of h and c at each step."""
        dK, dU, db = np.zeros_like(self.K), np.zeros_like(self.U), np.zeros_like(self.b)
        dV, dc_head = np.zeros_like(self.V), np.zeros_like(self.c)
        H = self.units
        dh = np.zeros_like(steps[0]["h"])
        dc = np.zeros_like(dh)
        adjoints = [None] * len(steps)
        tr = lambda a: np.swapaxes(a, -1, -2)
        for t in reversed(range(len(steps))):
            s = steps[t]
            if t in grads:
                dV += tr(s["h"]) @ grads[t]
                dc_head += grads[t].sum(1, keepdims=True)
                dh = dh + grads[t] @ tr(self.V)
            adjoints[t] = (dh, dc)
            if self.cell == "simpleRNN":
                dz = dh * s["d"]
                dU += tr(s["h0"]) @ dz
                dh = dz @ tr(self.U)
            elif self.cell == "gru":
                dzu = dh * (s["h0"] - s["g"]) * s["du"]
                dzg = dh * (1 - s["u"]) * s["dg"]
                drh = dzg @ tr(self.U[..., 2 * H :])
                dzr = drh * s["h0"] * s["dr"]
                dz = np.concatenate([dzu, dzr, dzg], -1)
                dU[..., : 2 * H] += tr(s["h0"]) @ dz[..., : 2 * H]
                dU[..., 2 * H :] += tr(s["r"] * s["h0"]) @ dzg
                dh = dh * s["u"] + drh * s["r"] + dz[..., : 2 * H] @ tr(self.U[..., : 2 * H])
            else:
                full = dc + dh * s["o"] * s["dout"]
                dz = np.concatenate(
                    [full * s["g"] * s["di"], full * s["c0"] * s["df"], full * s["i"] * s["dg"], dh * s["out"] * s["do"]],
                    -1,
                )
                dU += tr(s["h0"]) @ dz
                dh, dc = dz @ tr(self.U), full * s["f"]
            dK += tr(x[:, :, t]) @ dz
            db += dz.sum(1, keepdims=True)
        return [dK, dU, db[:, 0], dV, dc_head[:, 0]], adjoints


# ---------------------------------------------------------------------------------------------------- facts


def norm(values):
    flat = values.reshape(len(values), -1)
    return np.sqrt((flat * flat).sum(1))


def facts_of(folder, key):
    """Everything that was measured of one training: plain numbers per step and per epoch."""
    case = load(folder, key)
    training = case["training"]
    per_epoch, epochs = training["stepsPerEpoch"], training["epochs"]
    order, factors = case["order"], case["factors"]
    x = case["x"][order] * factors[:, :, None, None]
    scale = case["targetFactors"]
    y = case["y"][order] * scale.reshape(scale.shape + (1,) * (case["y"].ndim - 1))
    net = Network(case, case["before"])
    steps = net.forward(x)
    loss, grads = net.loss(steps, y)
    gradients, _ = net.backward(x, steps, grads)
    flat = np.concatenate([part.reshape(len(part), -1) for part in gradients], 1)
    size = norm(flat)
    cosine = np.full(len(flat), np.nan)
    cosine[1:] = (flat[1:] * flat[:-1]).sum(1) / (size[1:] * size[:-1])
    before = unflatten(case["before"], case["shapes"])
    after = unflatten(case["after"], case["shapes"])
    weight = [norm(part) for part in before]
    update = [norm(b - a) / np.where(w > 1e-8, w, np.nan) for a, b, w in zip(before, after, weight)]
    ends = case["after"][per_epoch - 1 :: per_epoch]
    finite = np.isfinite(loss) & np.isfinite(case["losses"])
    check = np.abs(loss - case["losses"])[finite] / (1e-3 + np.abs(loss[finite]))
    facts = {
        "perEpoch": per_epoch,
        "epochs": epochs,
        "loss": case["losses"],
        "nonFinite": ~np.isfinite(case["losses"]) | ~np.isfinite(case["after"]).all(1),
        "gradient": size,
        "cosine": cosine,
        "tensorGradient": [norm(part) for part in gradients],
        "tensorMeanAbs": [np.abs(part.reshape(len(part), -1)).mean(1) for part in gradients],
        "tensorZero": [(part.reshape(len(part), -1) == 0).mean(1) for part in gradients],
        "weightNorm": weight,
        "update": update,
        "constant": constant_loss(case),
        "memory": case["memory"],
        "bounded": training.get("activation", "tanh") == "tanh",
        "selfCheck": float(np.median(check)) if len(check) else 0.0,
    }
    facts.update(epoch_facts(case, ends))
    return facts


def epoch_facts(case, ends):
    """At the end of each epoch: outcome on all sequences trained on, clean, and states and adjoints of the probe."""
    factor = case["info"]["probeFactor"]
    net = Network(case, ends)
    seen = np.unique(case["order"])
    x, y = case["x"][None, seen] * factor, case["y"][None, seen]
    x = np.broadcast_to(x, (len(ends),) + x.shape[1:])
    steps = net.forward(x)
    outcome, grads = net.loss(steps, np.broadcast_to(y, (len(ends),) + y.shape[1:]))
    last = len(steps) - 1
    _, adjoints = net.backward(x, steps, {last: grads[last]})
    joint = [np.sqrt((dh**2).sum(-1) + (dc**2).sum(-1)) for dh, dc in adjoints]
    # by lag, median over sequences: [epoch, lag]
    profile = np.median(np.stack(joint[::-1]), 2).T
    top = profile.max(1, keepdims=True)
    h = np.stack([s["h"] for s in steps])  # [T, epoch, B, H]
    spread = h.std((0, 2))
    facts = {
        "outcome": outcome,
        "profile": profile / np.where(top > 0, top, np.nan),
        "peak": top[:, 0],
        "unitStd": spread,
        "unitMax": np.abs(h).max((0, 2)),
        "unitMeanAbs": np.abs(h).mean((0, 2)),
    }
    slope, outside, meanabs = {}, {}, {}
    for name in steps[0]["dh"]:
        d = np.stack([s["dh"][name] for s in steps]).mean((0, 2))
        scale = 1.0
        if name in ("i", "f", "o", "z", "r"):
            scale = 0.2 if net.gates == "hardSigmoid" else 0.25
        # how much of its steepest slope an activation has left, per unit
        slope[name] = d / scale
    for name in steps[0]["z"]:
        z = np.stack([s["z"][name] for s in steps])
        low, high = (-9.5, 9.5) if name in ("g", "h") else (-23.0, 17.0)
        outside[name] = ((z < low) | (z > high)).mean((0, 2))
        meanabs[name] = np.abs(np.stack([s["a"][name] for s in steps])).mean((0, 2))
    facts.update({"slope": slope, "outsideSageMaker": outside, "meanActivation": meanabs})
    return facts


def constant_loss(case):
    """Loss of the best prediction that does not look at the input."""
    y = case["y"]
    if case["softmax"]:
        q = y.mean(0)
        return float(-(q * np.log(np.where(q > 0, q, 1))).sum())
    return float(y.var(0).mean())


# ---------------------------------------------------------------------------------------------------- labels


def stretches(flags, least):
    """Stretches of true epochs of that length, gaps of one allowed: (onset, end) 1-based, end null to the last."""
    found, start, last = [], None, None
    for e, flag in enumerate([bool(flag) for flag in flags] + [False, False]):
        if flag:
            start = e if start is None else start
            last = e
        elif start is not None and e - last > 1:
            if last - start + 1 >= least:
                found.append({"onset": start + 1, "end": None if last >= len(flags) - 1 else last + 2})
            start = None
    return found


def by_epoch(values, facts):
    return np.asarray(values, dtype=np.float64).reshape(facts["epochs"], facts["perEpoch"])


# What each question is held against: beyond `sure` the oracle says yes; between the two it abstains.
SURE = {"vanish": 1e-3, "reach": 0.5, "growth": 70, "burst": 10, "above": 2, "slope": 0.02, "flat": 0.6, "silent": 0.5}
SURE.update({"large": 5, "ratio": 0.03, "small": 1 / 30, "tiny": 1e-4, "cosine": -0.5})
# how far the loss rises with a jump, and since when: one that had long risen before, or swings, is no harm of it for certain
SURE.update({"back": 0.1, "since": 1})
MAYBE = {"vanish": 1e-2, "reach": 0.65, "growth": 10, "burst": 4, "above": 1, "slope": 0.25, "flat": 0.3, "silent": 0.1}
MAYBE.update({"large": 0.7, "ratio": 0.008, "small": 1 / 5, "tiny": 1e-3, "cosine": -0.2, "back": 0.05, "since": 10})


def labels_of(facts, twin, declared):
    c = facts["constant"]
    outcome = np.nan_to_num(np.asarray(facts["outcome"]) / c, nan=np.inf)
    sane = np.nan_to_num(np.asarray(twin["outcome"]) / twin["constant"], nan=np.inf)
    end, twin_end = float(np.median(outcome[-2:])), float(np.median(sane[-2:]))
    hurt = end - twin_end > 0.15 and end > 1.3 * twin_end
    sure = found_of(facts, twin, declared, outcome, hurt, SURE)
    maybe = found_of(facts, twin, declared, outcome, end - twin_end > 0.1, MAYBE)
    return {
        "hurt": bool(hurt),
        "learned": bool(end < 0.6),
        "end": end,
        "twinEnd": twin_end,
        "labels": [{"rule": rule, **span} for rule, spans in sure.items() for span in spans],
        "open": [{"rule": rule, **span} for rule, spans in maybe.items() for span in spans],
        "selfCheck": facts["selfCheck"],
    }


def found_of(facts, twin, declared, outcome, hurt, limit):
    """Rule -> stretches of epochs over which its condition held, by one set of limits."""
    found = {}

    def note(rule, flags, least):
        spans = stretches(np.asarray(flags, dtype=bool), least)
        if spans:
            found[rule] = spans

    nonfinite = np.asarray(facts["nonFinite"]).reshape(facts["epochs"], -1).any(1)
    note("NAN", nonfinite, 1)
    if not hurt:
        return found
    fine = ~nonfinite
    profile = np.asarray(facts["profile"])
    flat = np.concatenate([np.asarray(v) for v in facts["slope"].values()], 1) < limit["slope"]
    note("SAT", fine & (flat.mean(1) > limit["flat"]), 3)
    spread, most = np.asarray(facts["unitStd"]), np.asarray(facts["unitMax"])
    silent = (spread < 1e-3) | (most < 0.01)
    if facts["bounded"]:
        silent |= np.asarray(facts["unitMeanAbs"]) > 0.98
    note("DEAD", fine & (silent.mean(1) > limit["silent"]), 3)
    growth = profile[:, -1] / profile[:, 0]
    note("EXP-T", fine & (growth > limit["growth"]), 2)
    back_and_forth = np.nanmedian(by_epoch(facts["cosine"], facts), 1) < limit["cosine"]
    # units without a slope pass no gradient on, and large steps lead nowhere: what they cause is not a second disease
    own = fine & ~(flat.mean(1) > 0.5) & ~(silent.mean(1) > 0.3) & ~back_and_forth
    note_vanishing(facts, declared, outcome, limit, own, profile, note)
    note_spikes(facts, outcome, limit, fine & ~(growth > SURE["growth"]), note, found)
    # steps far larger or smaller than any of the healthy twin's, and for the latter a gradient to follow
    size, sane_size = update_size(facts), update_size(twin)
    pull = by_epoch(layer_gradient(facts), facts)
    pull = np.nanmedian(pull, 1) > 0.1 * np.nanmedian(layer_gradient(twin)[: facts["perEpoch"]])
    small = (size < limit["small"] * sane_size) & (update_ratio(facts) < limit["tiny"]) & pull
    large = (size > limit["large"] * np.nanmax(sane_size)) & (update_ratio(facts) > limit["ratio"])
    note("UWR", fine & (large | small), 3)
    note("OSC", fine & back_and_forth, 4)
    return found


def note_vanishing(facts, declared, outcome, limit, own, profile, note):
    memory = facts["memory"]
    if memory is None:
        return
    # it predicts no better than frequencies, and no worse: what is thrown about is sick of something else
    stuck = (outcome > 0.85) & (outcome < 1.3)
    own = own & stuck
    far = min(memory, profile.shape[1] - 1)
    note("VAN-T", own & (profile[:, far] / profile[:, : far + 1].max(1) < limit["vanish"]), 3)
    if declared:
        reach = np.array([first_below(row, 0.01) for row in profile])
        note("VAN-H", own & (reach < limit["reach"] * memory), 3)


def note_spikes(facts, outcome, limit, fine, note, found):
    gradient = np.asarray(facts["gradient"])
    usual, most = before_each(gradient, 30, np.nanmedian), before_each(gradient, 10, np.nanmax)
    jump = (gradient > limit["burst"] * usual) & (gradient > limit["above"] * most)
    jump[:25] = False  # what happens while everything still settles is no disease
    note("EXP-S", fine & by_epoch(jump, facts).any(1), 1)
    if "EXP-S" in found:
        found["EXP-S"] = [span for span in found["EXP-S"] if rise(outcome, span["onset"] - 1, limit["since"]) > limit["back"]]


def rise(outcome, at, since):
    """How far the outcome in an epoch or the next is above its best in the `since` epochs before."""
    return max(outcome[at : at + 2]) - min(outcome[max(0, at - since) : at], default=1.0)


def update_ratio(facts):
    """Median over the recurrent layer's kernels and the steps of each epoch of |dW| / |W|."""
    return np.nanmedian(np.stack([by_epoch(v, facts) for v in facts["update"][:2]]), (0, 2))


def update_size(facts):
    """Median of |dW| over the recurrent layer's kernels and the steps of each epoch."""
    sizes = [by_epoch(np.asarray(r) * np.asarray(w), facts) for r, w in zip(facts["update"][:2], facts["weightNorm"][:2])]
    return np.nanmedian(np.stack(sizes), (0, 2))


def layer_gradient(facts):
    """Norm of the gradients of the recurrent layer's kernels at each step."""
    return np.hypot(facts["tensorGradient"][0], facts["tensorGradient"][1])


def first_below(row, share):
    peak = int(np.nanargmax(row)) if np.isfinite(row).any() else 0
    for lag in range(peak + 1, len(row)):
        if row[lag] < share:
            return lag
    return len(row)


def before_each(values, width, of):
    """A statistic of the `width` values before each; NaN before there are five."""
    out = np.full(len(values), np.nan)
    for i in range(5, len(values)):
        out[i] = of(values[max(0, i - width) : i])
    return out


# ---------------------------------------------------------------------------------------------------- main


def plain(value):
    """For JSON: no arrays, and words for what is not finite."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else math.copysign(1e300, value)
    return value


def revived(value):
    if isinstance(value, dict):
        return {key: revived(one) for key, one in value.items()}
    if isinstance(value, list):
        return [revived(one) for one in value]
    return math.nan if value is None else value


def facts_file(folder, key):
    return os.path.join(folder, key + ".facts.json")


def ensure_facts(job):
    folder, key, fresh = job
    target = facts_file(folder, key)
    if fresh or not os.path.exists(target):
        with open(target + ".new", "w") as file:
            json.dump(plain(facts_of(folder, key)), file)
        os.replace(target + ".new", target)


def read_facts(folder, key):
    with open(facts_file(folder, key)) as file:
        facts = json.load(file)
    memory = facts["memory"]
    facts = revived(facts)
    facts["memory"] = memory
    return facts


def judge(job):
    folder, case = job
    facts = read_facts(folder, case["key"])
    twin = facts if case["twin"] == case["key"] else read_facts(folder, case["twin"])
    return {"id": case["id"], **labels_of(facts, twin, case["declared"])}


def check_gradients():
    """The backward pass against central differences, for every cell, activation and loss; raises where they part."""
    rng = np.random.default_rng(1)
    for cell, gates, activation, softmax, every in [
        ("simpleRNN", None, "tanh", True, False),
        ("simpleRNN", None, "linear", False, True),
        ("gru", "hardSigmoid", "tanh", True, False),
        ("gru", "sigmoid", "linear", False, False),
        ("lstm", "hardSigmoid", "tanh", True, False),
        ("lstm", "sigmoid", "tanh", False, True),
    ]:
        H, D, O, T, B = 3, 2, 2, 4, 2
        m = {"simpleRNN": 1, "gru": 3, "lstm": 4}[cell]
        shapes = [(D, m * H), (H, m * H), (m * H,), (H, O), (O,)]
        training = {"cell": cell, "units": H, "activation": activation, "gates": gates}
        case = {"training": training, "softmax": softmax, "everyStep": every, "shapes": shapes}
        flat = rng.normal(0, 0.4, (1, sum(int(np.prod(shape)) for shape in shapes)))
        x = rng.normal(0, 1, (1, B, T, D))
        y = rng.normal(0, 1, (1, B, T, O) if every else (1, B, O))
        if softmax:
            y = np.eye(O)[rng.integers(0, O, (1, B))]

        def loss_at(weights):
            count = len(weights)
            net = Network(case, weights)
            steps = net.forward(np.broadcast_to(x, (count,) + x.shape[1:]))
            return net, steps, *net.loss(steps, np.broadcast_to(y, (count,) + y.shape[1:]))

        net, steps, _, grads = loss_at(flat)
        parts, _ = net.backward(x, steps, grads)
        found = np.concatenate([part.reshape(-1) for part in parts])
        step = 1e-6 * np.eye(flat.shape[1])
        wanted = (loss_at(flat + step)[2] - loss_at(flat - step)[2]) / 2e-6
        off = np.abs(found - wanted).max() / np.abs(wanted).max()
        if not off < 1e-7:
            raise SystemExit(f"oracle: gradients of {cell} ({gates}, {activation}) are off by {off:.1e}")


def main():
    check_gradients()
    folder = sys.argv[1]
    fresh = "--fresh" in sys.argv
    cases = json.load(sys.stdin)
    keys = sorted({key for case in cases for key in (case["key"], case["twin"])})
    with Pool(int(os.environ.get("ORACLE_PROCESSES", "2"))) as pool:
        for _ in pool.imap_unordered(ensure_facts, [(folder, key, fresh) for key in keys], chunksize=4):
            pass
        for found in pool.imap(judge, [(folder, case) for case in cases], chunksize=8):
            print(json.dumps(plain(found)))


if __name__ == "__main__":
    main()
