"""Reference numbers for lib/analysis, written to data/reference/analysis.json.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/analysis.py

Tolerances are written beside the numbers. NaN and infinities are the strings "NaN", "Infinity", "-Infinity".
"""

import json
import platform
from pathlib import Path

import numpy
import pandas
import scipy
from scipy.stats import theilslopes

from plain import plain

random = numpy.random.default_rng(20240607)


def quantiles():
    cases = []
    for size in [1, 2, 3, 10, 33, 500]:
        values = random.normal(size=size) * 10.0 ** random.integers(-6, 6)
        cases.append(values)
    ties = random.integers(0, 5, size=60).astype(float)
    holes = random.normal(size=40)
    holes[random.integers(0, 40, size=12)] = numpy.nan
    cases += [ties, holes]
    levels = [0, 0.1, 0.25, 0.5, 0.73, 0.9, 1]
    return [
        {"values": plain(v), "levels": levels, "expected": plain(numpy.nanquantile(v, levels))} for v in cases
    ]


def slopes():
    cases = []
    for size in [2, 3, 7, 40, 201]:
        x = numpy.arange(size, dtype=float)
        y = -0.3 * x + random.normal(size=size)
        y[:: max(2, size // 5)] += 25 * random.normal()
        cases.append((x, y))
    cases.append((random.integers(0, 6, size=30).astype(float), random.normal(size=30)))
    return [{"x": plain(x), "y": plain(y), "slope": plain(theilslopes(y, x).slope)} for x, y in cases]


def averages():
    cases = []
    for size, beta in [(1, 0.9), (50, 0.0), (50, 0.6), (300, 0.97)]:
        cases.append((random.normal(size=size).cumsum(), beta))
    holes = random.normal(size=80) + 3
    holes[[0, 7, 8, 9, 50]] = numpy.nan
    cases.append((holes, 0.8))
    return [
        {
            "values": plain(v),
            "beta": beta,
            "expected": plain(
                numpy.where(
                    numpy.isnan(v),
                    numpy.nan,
                    pandas.Series(v).ewm(alpha=1 - beta, adjust=True, ignore_na=True).mean().to_numpy(),
                )
            ),
        }
        for v, beta in cases
    ]


def decays():
    """Noisy exponential profiles by lag, the last ones running into the floor of 1e-30."""
    cases = []
    for size, rate, noise in [(20, -0.1, 0.2), (50, -0.45, 0.5), (60, 0.08, 0.3), (120, -0.9, 0.4)]:
        lags = numpy.arange(size)
        profile = 0.02 * numpy.exp(rate * lags + noise * random.normal(size=size))
        profile[0] *= 50
        used = lags[(lags > 0) & (profile >= 1e-30)]
        slope = theilslopes(numpy.log(profile[used]), used).slope
        peak = int(numpy.argmax(profile))
        below = [k for k in range(peak + 1, size) if profile[k] < 1e-2 * profile[peak]]
        cases.append(
            {
                "profile": plain(profile),
                "slope": plain(slope),
                "horizon": below[0] if below else size,
                "lowerBound": not below,
                "flowRatio": plain(profile[-1] / profile.max()),
                "explosionRatio": plain(profile[-1] / profile[0]),
            }
        )
    return cases


def constant_losses():
    """Loss of the best prediction that does not look at the input, found by minimising numerically."""
    from scipy.optimize import minimize

    def best(loss, start):
        return minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 20000}).fun

    labels = random.choice(4, size=60, p=[0.5, 0.25, 0.2, 0.05])
    one_hot = numpy.eye(4)[labels]

    def cross_entropy(logits):
        logits = logits - logits.max()
        log_softmax = logits - numpy.log(numpy.exp(logits).sum())
        return -(one_hot * log_softmax).sum(axis=1).mean()

    bits = (random.random(size=(50, 2)) < [0.3, 0.9]).astype(float)

    def binary(logits):
        log_one, log_zero = -numpy.log1p(numpy.exp(-logits)), -numpy.log1p(numpy.exp(logits))
        return -(bits * log_one + (1 - bits) * log_zero).mean()

    numbers = random.normal(size=(41, 2)) * [1, 3] + [5, -1]
    return {
        "labels": plain(labels),
        "categoricalCrossentropy": {"y": plain(one_hot), "loss": plain(best(cross_entropy, numpy.zeros(4)))},
        "binaryCrossentropy": {"y": plain(bits), "loss": plain(best(binary, numpy.zeros(2)))},
        "meanSquaredError": {
            "y": plain(numbers),
            "loss": plain(best(lambda c: ((numbers - c) ** 2).mean(), numpy.zeros(2))),
        },
        "meanAbsoluteError": {
            "y": plain(numbers),
            "loss": plain(best(lambda c: numpy.abs(numbers - c).mean(), numpy.zeros(2))),
        },
        "tolerance": 1e-6,
    }


reference = {
    "made": {
        "by": "scripts/reference/analysis.py",
        "seed": 20240607,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "pandas": pandas.__version__,
    },
    "relativeTolerance": 1e-12,
    "quantiles": quantiles(),
    "theilSen": slopes(),
    "averages": averages(),
    "decays": decays(),
    "constantLosses": constant_losses(),
}
target = Path(__file__).resolve().parents[2] / "data" / "reference" / "analysis.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(reference) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes")
