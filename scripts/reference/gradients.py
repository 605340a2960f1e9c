"""Reference numbers for histograms, the spike rule, gradient clipping and norms, written to data/reference/gradients.json.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/gradients.py

NaN and infinities are the strings "NaN", "Infinity", "-Infinity". Values are exact float32 numbers.
"""

import json
import platform
from pathlib import Path

import numpy
import scipy
import torch
from scipy.signal import lfilter

from plain import plain

random = numpy.random.default_rng(20261123)


def histograms():
    holes = (random.normal(size=200) * 1e-3).astype(numpy.float32)
    holes[::17] = numpy.nan
    holes[1::29] = numpy.inf
    holes[2::31] = -numpy.inf
    holes[3::7] = 0
    cases = [
        (random.normal(size=500) * 0.1, 2.0**-6),
        (random.normal(size=300) * 1e-20, None),
        (random.uniform(-7, 90, size=300), 4.0),
        (numpy.array([-32.0, 31.0, 0.5, -1.0, 1.0, 0.0]), 1.0),
        (holes, None),
    ]
    out = []
    for values, width in cases:
        values = values.astype(numpy.float32).astype(float)
        finite = values[numpy.isfinite(values)]
        if width is None or not (finite.min() >= -32 * width and finite.max() < 32 * width):
            width = 2.0**-140
            while not (finite.min() >= -32 * width and finite.max() < 32 * width):
                width *= 2
        edges = numpy.arange(-32, 33) * width
        out.append(
            {
                "values": plain(values),
                "edges": plain(edges),
                "counts": numpy.histogram(finite[finite != 0], edges)[0].tolist(),
                "zero": int((finite == 0).sum()),
                "nan": int(numpy.isnan(values).sum()),
                "positiveInfinity": int((values == numpy.inf).sum()),
                "negativeInfinity": int((values == -numpy.inf).sum()),
                "min": float(finite.min()),
                "max": float(finite.max()),
                "mean": float(finite.mean()),
                "std": float(finite.std()),
            }
        )
    return out


def spikes():
    """A sequence without spikes: the moving average as a first-order filter."""
    calm = numpy.exp(0.3 * numpy.tanh(random.normal(size=200)))
    logs = numpy.log(calm)
    first = logs[:25].mean()
    later, _ = lfilter([0.03], [1, -0.97], logs[25:], zi=[0.97 * first])
    means = numpy.concatenate([[first], later])
    variance, variances = logs[:25].var(), []
    for x, mean in zip(logs[25:], means[:-1]):
        variances.append(variance)
        variance = 0.97 * (variance + 0.03 * (x - mean) ** 2)
    return {
        "norms": plain(calm),
        "z": plain((logs[25:] - means[:-1]) / numpy.sqrt(variances)),
        "tolerance": 1e-9,
    }


def clipping():
    cases = []
    for scale, limit in [(1, 1), (0.01, 1), (100, 0.5), (3, 1000)]:
        gradients = [
            (random.normal(size=shape) * scale).astype(numpy.float32) for shape in [(3, 4), (5,), (2, 2, 2)]
        ]
        weights = [torch.nn.Parameter(torch.zeros(g.shape)) for g in gradients]
        for weight, gradient in zip(weights, gradients):
            weight.grad = torch.tensor(gradient)
        norm = torch.nn.utils.clip_grad_norm_(weights, limit)
        by_norm = [weight.grad.numpy().copy().ravel() for weight in weights]
        for weight, gradient in zip(weights, gradients):
            weight.grad = torch.tensor(gradient)
        torch.nn.utils.clip_grad_value_(weights, limit)
        cases.append(
            {
                "limit": limit,
                "norm": float(norm),
                "shapes": [list(g.shape) for g in gradients],
                "gradients": [plain(g.ravel()) for g in gradients],
                "byNorm": [plain(g) for g in by_norm],
                "byValue": [plain(w.grad.numpy().ravel()) for w in weights],
            }
        )
    return {"tolerance": 1e-6, "cases": cases}


def norms():
    """Of float32 matrices, whole and by blocks of columns, where squares overflow or underflow float32 too."""
    cases = []
    for shape, blocks, scale in [((6, 8), 4, 1), ((5, 12), 3, 1e-24), ((3, 4), 1, 1e24), ((20,), 4, 1e-3)]:
        values = (random.normal(size=shape) * scale).astype(numpy.float32)
        parts = numpy.split(values.astype(float), blocks, axis=-1)
        cases.append(
            {
                "shape": list(shape),
                "blocks": blocks,
                "values": plain(values.ravel()),
                "norm": float(numpy.linalg.norm(values.astype(float))),
                "blockNorms": [float(numpy.linalg.norm(part)) for part in parts],
            }
        )
    return {"tolerance": 1e-6, "cases": cases}


def updates():
    """Steps of Adam and of SGD by PyTorch: size of each update over its weight, cosine of consecutive gradients."""
    cases = []
    for name in ["sgd", "adam"]:
        start = random.normal(size=(3, 2)).astype(numpy.float32)
        inputs = random.normal(size=(8, 3)).astype(numpy.float32)
        targets = random.normal(size=(8, 2)).astype(numpy.float32)
        weight = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
        rate = 0.05
        optimizer = torch.optim.SGD([weight], lr=rate) if name == "sgd" else torch.optim.Adam([weight], lr=rate, eps=1e-7)
        steps, last = [], None
        for _ in range(4):
            optimizer.zero_grad()
            loss = ((torch.tensor(inputs, dtype=torch.float64) @ weight - torch.tensor(targets, dtype=torch.float64)) ** 2).mean()
            loss.backward()
            before, gradient = weight.detach().clone(), weight.grad.clone().ravel()
            optimizer.step()
            cosine = None if last is None else torch.nn.functional.cosine_similarity(gradient, last, dim=0).item()
            last = gradient
            steps.append(
                {
                    "gradientNorm": gradient.norm().item(),
                    "weightNorm": before.norm().item(),
                    "updateRatio": ((weight.detach() - before).norm() / before.norm()).item(),
                    "cosine": cosine,
                }
            )
        cases.append({"optimizer": name, "rate": rate, "start": plain(start), "x": plain(inputs), "y": plain(targets), "steps": steps})
    return {"tolerance": 1e-4, "cases": cases}


if __name__ == "__main__":
    out = {
        "made": {
            "by": "scripts/reference/gradients.py",
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
            "torch": torch.__version__,
        },
        "histogramTolerance": 1e-9,
        "histograms": histograms(),
        "spikes": spikes(),
        "clipping": clipping(),
        "norms": norms(),
        "updates": updates(),
    }
    path = Path(__file__).parents[2] / "data" / "reference" / "gradients.json"
    path.write_text(json.dumps(out) + "\n")
