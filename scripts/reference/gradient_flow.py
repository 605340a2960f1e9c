"""Reference adjoints of recurrent states, by PyTorch in float64.

Writes data/reference/gradient-flow.json: for each case the weights and data (exact float32 values), the loss, and
dL/dh_t, dL/dc_t of every layer, timestep and sequence, with the norms' median, q10 and q90 over sequences (NumPy's
linear quantiles) times the batch size. Where every step has a loss, also what the losses of single steps send back.

    python -m venv .venv && .venv/bin/pip install -r scripts/reference/requirements.txt
    .venv/bin/python scripts/reference/gradient_flow.py

The cells follow tfjs 4.22: gates i, f, g, o for LSTM and z, r, h for GRU, where the reset gate acts before the matrix
product (torch.nn.GRU applies it after, so it cannot serve as a reference). LSTM and SimpleRNN are checked against
torch.nn in this script.

A state is what one step hands to the next, so h_t and c_t are independent coordinates: dL/dc_t is what comes from step
t+1 on, without the part that goes through h_t = o * tanh(c_t). Adjoints are read by adding a zero that requires a
gradient to each state the cell returns; on masked steps that is the value the mask throws away, so the adjoint is 0.
"""

import json
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
BATCH, TIME, FEATURES, UNITS, OUTPUTS = 5, 7, 3, 4, 2
ANCHORS = [1, 4, 6]


def float32_normal(rng, shape, scale):
    return rng.normal(0, scale, shape).astype(np.float32).astype(np.float64)


def hard_sigmoid(x):
    return torch.clamp(0.2 * x + 0.5, 0, 1)


GATES = {"sigmoid": torch.sigmoid, "hardSigmoid": hard_sigmoid}
WIDTHS = {"simpleRNN": 1, "gru": 3, "lstm": 4}


def simple_rnn_step(weights, gate, x, state):
    kernel, recurrent, bias = weights
    return [torch.tanh(x @ kernel + bias + state[0] @ recurrent)]


def gru_step(weights, gate, x, state):
    kernel, recurrent, bias = weights
    h = state[0]
    n = h.shape[1]
    from_x = x @ kernel + bias
    z = gate(from_x[:, :n] + h @ recurrent[:, :n])
    r = gate(from_x[:, n : 2 * n] + h @ recurrent[:, n : 2 * n])
    candidate = torch.tanh(from_x[:, 2 * n :] + (r * h) @ recurrent[:, 2 * n :])
    return [z * h + (1 - z) * candidate]


def lstm_step(weights, gate, x, state):
    kernel, recurrent, bias = weights
    h, c = state
    n = h.shape[1]
    z = x @ kernel + h @ recurrent + bias
    i, f, g, o = gate(z[:, :n]), gate(z[:, n : 2 * n]), torch.tanh(z[:, 2 * n : 3 * n]), gate(z[:, 3 * n :])
    c = f * c + i * g
    return [o * torch.tanh(c), c]


STEPS = {"simpleRNN": simple_rnn_step, "gru": gru_step, "lstm": lstm_step}


def make_weights(rng, layer, features):
    width = WIDTHS[layer["cell"]] * UNITS
    # hardSigmoid: wide enough that some gates saturate. Else narrow: 1 - h * h loses digits in float32 where h is near 1
    scale = 1.0 if layer["gate"] == "hardSigmoid" else 0.5
    return [
        torch.tensor(float32_normal(rng, (features, width), scale)),
        torch.tensor(float32_normal(rng, (UNITS, width), scale / 2)),
        torch.tensor(float32_normal(rng, (width,), scale / 2)),
    ]


def run_layer(layer, weights, inputs, mask, reverse, initial=None):
    """Returns the outputs of every step in true time, the last states and the probes [state][time], in true time."""
    kind, gate = layer["cell"], GATES[layer["gate"]]
    states = initial or [torch.zeros(inputs.shape[0], UNITS) for _ in range(2 if kind == "lstm" else 1)]
    outputs, probes = [None] * TIME, [[None] * TIME for _ in states]
    for t in reversed(range(TIME)) if reverse else range(TIME):
        new = STEPS[kind](weights, gate, inputs[:, t], states)
        for s in range(len(new)):
            probes[s][t] = torch.zeros_like(new[s], requires_grad=True)
            new[s] = new[s] + probes[s][t]
        if mask is not None:
            keep = mask[:, t : t + 1]
            new = [keep * n + (1 - keep) * old for n, old in zip(new, states)]
        states = new
        outputs[t] = states[0]
    return torch.stack(outputs, 1), states, probes


def statistics(norms, mask):
    """[3][time]: median, q10, q90 over the sequences that are valid at t."""
    result = [[], [], []]
    for t in range(TIME):
        valid = norms[t] if mask is None else norms[t][mask[:, t].numpy() > 0]
        for row, q in zip(result, (0.5, 0.1, 0.9)):
            row.append(float(np.quantile(valid, q)) if len(valid) else None)
    return result


def build(name, seed, layers, every_step=False, lengths=None, stateful=False):
    """`stateful`: a batch before this one leaves the states that this one starts from; no gradient goes back into it."""
    rng = np.random.default_rng(seed)
    x = torch.tensor(float32_normal(rng, (BATCH, TIME, FEATURES), 1))
    mask = None
    if lengths is not None:
        mask = (torch.arange(TIME)[None, :] < torch.tensor(lengths)[:, None]).to(torch.float64)
        x = x * mask[:, :, None]
    y = torch.tensor(float32_normal(rng, (BATCH, TIME, OUTPUTS) if every_step else (BATCH, OUTPUTS), 1))
    signal, last, recorded = x, None, []
    warm = torch.tensor(float32_normal(rng, (BATCH, TIME, FEATURES), 1)) if stateful else None
    warm_signal = warm
    for layer in layers:
        directions = ["forward", "backward"] if layer.get("bidirectional") else ["forward"]
        sequences, lasts = [], []
        for direction in directions:
            weights = make_weights(rng, layer, signal.shape[2])
            initial = None
            if stateful:
                with torch.no_grad():
                    warm_signal, initial, _ = run_layer(layer, weights, warm_signal, None, False)
            sequence, states, probes = run_layer(layer, weights, signal, mask, direction == "backward", initial)
            last = states[0]
            sequences.append(sequence)
            lasts.append(last)
            recorded.append((layer, direction, weights, probes))
        signal, last = torch.cat(sequences, 2), torch.cat(lasts, 1)
    head = torch.tensor(float32_normal(rng, (signal.shape[2], OUTPUTS), 0.7))
    output = (signal if every_step else last) @ head
    loss = ((output - y) ** 2).mean()
    itemised = itemise(output, y, recorded) if every_step else None
    loss.backward()
    case = {
        "name": name,
        "everyStep": every_step,
        "masked": lengths is not None,
        **({"warm": warm.tolist()} if stateful else {}),
        "x": x.tolist(),
        "y": y.tolist(),
        "head": head.tolist(),
        "loss": loss.item(),
        "layers": [],
    }
    for layer, direction, weights, probes in recorded:
        adjoints = [np.stack([zeros_if_none(p).numpy() for p in per_state]) for per_state in probes]
        norms = [np.linalg.norm(a, axis=2) * BATCH for a in adjoints]
        if len(norms) == 2:
            norms.append(np.hypot(norms[0], norms[1]))
        case["layers"].append(
            {
                **layer,
                "direction": direction,
                "weights": [w.tolist() for w in weights],
                "adjoints": {k: a.tolist() for k, a in zip("hc", adjoints)},
                "statistics": [statistics(n, mask) for n in norms],
            }
        )
    if itemised is not None:
        case["itemised"] = itemised
    return case


def itemise(output, y, recorded):
    """Medians over sequences of the joint norms, by layer: what the loss of each anchor step alone, of every sequence
    its own, sends to each step. [layer][anchor][time]."""
    medians = [[] for _ in recorded]
    for anchor in ANCHORS:
        own = ((output[:, anchor] - y[:, anchor]) ** 2).mean(-1).sum()
        for rows, (_, _, _, probes) in zip(medians, recorded):
            wanted = [probe for per_state in probes for probe in per_state]
            found = torch.autograd.grad(own, wanted, retain_graph=True, allow_unused=True)
            norms = np.stack([np.zeros(BATCH) if g is None else g.norm(dim=1).numpy() for g in found])
            joint = np.sqrt((norms.reshape(len(probes), TIME, BATCH) ** 2).sum(0))
            rows.append(np.median(joint, axis=1).tolist())
    return {"anchors": ANCHORS, "medians": medians}


def zeros_if_none(probe):
    return torch.zeros_like(probe) if probe.grad is None else probe.grad


def check_against_torch():
    """The hand-written LSTM and SimpleRNN agree with torch.nn on outputs."""
    rng = np.random.default_rng(0)
    x = torch.tensor(float32_normal(rng, (BATCH, TIME, FEATURES), 1))
    for kind, module in (("lstm", torch.nn.LSTM), ("simpleRNN", torch.nn.RNN)):
        kernel, recurrent, bias = make_weights(rng, {"cell": kind, "gate": "sigmoid"}, FEATURES)
        theirs = module(FEATURES, UNITS, batch_first=True)
        with torch.no_grad():
            theirs.weight_ih_l0.copy_(kernel.T)
            theirs.weight_hh_l0.copy_(recurrent.T)
            theirs.bias_ih_l0.copy_(bias)
            theirs.bias_hh_l0.zero_()
            ours, _, _ = run_layer({"cell": kind, "gate": "sigmoid"}, [kernel, recurrent, bias], x, None, False)
            assert torch.allclose(theirs(x)[0], ours, atol=1e-14), kind


def main():
    check_against_torch()
    lengths = [7, 3, 5, 1, 6]
    cases = [
        build("SimpleRNN", 1, [{"cell": "simpleRNN", "gate": "sigmoid"}]),
        build("GRU with hardSigmoid", 2, [{"cell": "gru", "gate": "hardSigmoid"}]),
        build("GRU with sigmoid", 3, [{"cell": "gru", "gate": "sigmoid"}]),
        build("LSTM with hardSigmoid", 4, [{"cell": "lstm", "gate": "hardSigmoid"}]),
        build("LSTM with sigmoid", 5, [{"cell": "lstm", "gate": "sigmoid"}]),
        build("LSTM with a loss at every step", 6, [{"cell": "lstm", "gate": "sigmoid"}], every_step=True),
        build("LSTM under GRU", 7, [{"cell": "lstm", "gate": "hardSigmoid"}, {"cell": "gru", "gate": "sigmoid"}]),
        build("bidirectional LSTM", 8, [{"cell": "lstm", "gate": "sigmoid", "bidirectional": True}]),
        build(
            "bidirectional GRU with a loss at every step",
            9,
            [{"cell": "gru", "gate": "sigmoid", "bidirectional": True}],
            every_step=True,
        ),
        build("masked LSTM", 10, [{"cell": "lstm", "gate": "sigmoid"}], lengths=lengths),
        build("masked GRU", 11, [{"cell": "gru", "gate": "hardSigmoid"}], lengths=lengths),
        build(
            "masked bidirectional SimpleRNN",
            12,
            [{"cell": "simpleRNN", "gate": "sigmoid", "bidirectional": True}],
            lengths=lengths,
        ),
        build("stateful LSTM", 13, [{"cell": "lstm", "gate": "sigmoid"}], stateful=True),
        build(
            "stateful GRU under SimpleRNN with a loss at every step",
            14,
            [{"cell": "gru", "gate": "sigmoid"}, {"cell": "simpleRNN", "gate": "sigmoid"}],
            every_step=True,
            stateful=True,
        ),
        build("masked SimpleRNN", 15, [{"cell": "simpleRNN", "gate": "sigmoid"}], lengths=lengths),
        build("masked LSTM under LSTM", 16, [{"cell": "lstm", "gate": "sigmoid"}] * 2, lengths=lengths),
    ]
    target = Path(__file__).resolve().parents[2] / "data" / "reference" / "gradient-flow.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    about = {
        "script": "scripts/reference/gradient_flow.py",
        "torch": torch.__version__.split("+")[0],
        "numpy": np.__version__,
        "dtype": "float64",
        # of the largest adjoint of a step; float32 training against float64: its rounding adds up over steps
        "tolerance": 2e-6,
        "scale": "adjoints raw; statistics times the batch size",
    }
    target.write_text(json.dumps({"about": about, "cases": cases}) + "\n")
    print(f"{target.name}: {len(cases)} cases, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
