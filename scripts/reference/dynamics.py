"""Reference numbers for lib/analysis/dynamics, written to data/reference/dynamics.json.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/dynamics.py

Cells are written anew here from the equations of tfjs, and differentiated by PyTorch's autograd in float64. Tolerances
are written beside the numbers.
"""

import json
import platform
from pathlib import Path

import numpy
import scipy
import scipy.linalg
import torch

SEED = 20261123
random = numpy.random.default_rng(SEED)
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "hardSigmoid": lambda x: torch.clamp(0.2 * x + 0.5, 0, 1),
    "relu": torch.relu,
    "linear": lambda x: x,
}
GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def plain(value):
    return numpy.asarray(value, dtype=float).round(17).tolist()


def step(kind, activation, gate, U, drive, s):
    """Joint state after s; drive is x K + b."""
    act, rec = ACTIVATIONS[activation], ACTIVATIONS[gate]
    n = U.shape[0]
    if kind == "SimpleRNN":
        return act(drive + s @ U)
    if kind == "GRU":
        z = rec(drive[:n] + s @ U[:, :n])
        r = rec(drive[n : 2 * n] + s @ U[:, n : 2 * n])
        candidate = act(drive[2 * n :] + (r * s) @ U[:, 2 * n :])
        return z * s + (1 - z) * candidate
    h, c = s[:n], s[n:]
    i, f, g, o = torch.split(drive + h @ U, n)
    c = rec(f) * c + rec(i) * act(g)
    return torch.cat([rec(o) * act(c), c])


def make_cell(kind, units, features, scale=1.0):
    m = GATES[kind]
    K = random.normal(size=(features, m * units)) * scale
    U = random.normal(size=(units, m * units)) * scale / numpy.sqrt(units)
    b = random.normal(size=m * units) * 0.3
    return K, U, b


def jacobian_of(kind, activation, gate, U, drive, s):
    return torch.autograd.functional.jacobian(lambda s: step(kind, activation, gate, U, drive, s), s)


def cells():
    cases = []
    for kind in GATES:
        for activation, gate in [
            ("tanh", "hardSigmoid"),
            ("tanh", "sigmoid"),
            ("relu", "sigmoid"),
            ("sigmoid", "hardSigmoid"),
            ("linear", "hardSigmoid"),
        ]:
            units, features = 5, 3
            K, U, b = make_cell(kind, units, features, 1.5)
            x = random.normal(size=features)
            s = random.normal(size=units * (2 if kind == "LSTM" else 1))
            with_bias = activation != "linear"
            drive = torch.tensor(x @ K + (b if with_bias else 0))
            U_, s_ = torch.tensor(U), torch.tensor(s)
            cases.append(
                {
                    "kind": kind,
                    "activation": activation,
                    "recurrentActivation": gate,
                    "units": units,
                    "kernel": plain(K.ravel()),
                    "recurrentKernel": plain(U.ravel()),
                    "bias": plain(b) if with_bias else None,
                    "x": plain(x),
                    "state": plain(s),
                    "next": plain(step(kind, activation, gate, U_, drive, s_)),
                    "jacobian": plain(jacobian_of(kind, activation, gate, U_, drive, s_).ravel()),
                }
            )
    return cases


def spectra():
    cases = []
    orthogonal = scipy.linalg.qr(random.normal(size=(6, 6)))[0]
    for A in [
        random.normal(size=(8, 8)),
        orthogonal * 0.9,
        numpy.triu(random.normal(size=(7, 7))),
        random.normal(size=(24, 24)) / numpy.sqrt(24),
        numpy.array([[0.0, -2.0], [2.0, 0.0]]),
    ]:
        values = numpy.linalg.eigvals(A)
        order = numpy.lexsort((values.imag, values.real))
        singular = numpy.linalg.svd(A, compute_uv=False)
        n = len(A)
        cases.append(
            {
                "n": n,
                "matrix": plain(A.ravel()),
                "real": plain(values.real[order]),
                "imaginary": plain(values.imag[order]),
                "radius": float(abs(values).max()),
                "largest": float(singular[0]),
                "smallest": float(singular[-1]),
                "nonOrthogonality": float(numpy.linalg.norm(A.T @ A - numpy.eye(n)) / numpy.sqrt(n)),
                "henrici": float(numpy.sqrt(max(0, numpy.linalg.norm(A) ** 2 - (abs(values) ** 2).sum()))),
            }
        )
    return cases


def normals(seed):
    """The stream of normal draws of lib/base/random.ts: mulberry32 and Box–Muller."""
    state = seed

    def uniform():
        nonlocal state
        state = (state + 0x6D2B79F5) % 2**32
        mixed = (state ^ state >> 15) * (state | 1) % 2**32
        mixed ^= (mixed + (mixed ^ mixed >> 7) * (mixed | 61)) % 2**32
        return (mixed ^ mixed >> 14) / 2**32

    while True:
        radius = numpy.sqrt(-2 * numpy.log(1 - uniform()))
        yield radius * numpy.cos(2 * numpy.pi * uniform())


def positive_qr(A):
    Q, R = numpy.linalg.qr(A)
    signs = numpy.sign(numpy.diag(R))
    return Q * signs, R * signs[:, None]


def lyapunov():
    """Spectra along driven trajectories, by NumPy's QR, from the Q that seed 1 of lib/base/random.ts gives."""
    cases = []
    for kind, scale in [("SimpleRNN", 1.2), ("GRU", 1.5), ("LSTM", 1.5)]:
        units, features, time, warm_up, k = 4, 2, 60, 10, 3
        K, U, b = make_cell(kind, units, features, scale)
        n = units * (2 if kind == "LSTM" else 1)
        sequences, per_sequence, log_det = [], [], []
        normal = normals(1)
        for _ in range(3):
            x = random.normal(size=(time, features))
            s = torch.zeros(n)
            Q = positive_qr(numpy.array([next(normal) for _ in range(n * k)]).reshape(n, k))[0]
            own = numpy.zeros(k)
            for t in range(time):
                drive = torch.tensor(x[t] @ K + b)
                U_ = torch.tensor(U)
                J = jacobian_of(kind, "tanh", "sigmoid", U_, drive, s).numpy()
                s = step(kind, "tanh", "sigmoid", U_, drive, s)
                Q, R = positive_qr(J @ Q)
                if t >= warm_up:
                    own += numpy.log(numpy.diag(R))
                    log_det.append(numpy.linalg.slogdet(J)[1])
            sequences.append(plain(x.ravel()))
            per_sequence.append(own / (time - warm_up))
        per_sequence = numpy.array(per_sequence)
        cases.append(
            {
                "kind": kind,
                "units": units,
                "features": features,
                "time": time,
                "warmUp": warm_up,
                "k": k,
                "kernel": plain(K.ravel()),
                "recurrentKernel": plain(U.ravel()),
                "bias": plain(b),
                "sequences": sequences,
                "exponents": plain(per_sequence.mean(axis=0)),
                "standardErrors": plain(per_sequence.std(axis=0, ddof=1) / numpy.sqrt(3)),
                "meanLogDeterminant": float(numpy.mean(log_det)),
            }
        )
    return cases


def fixed_points():
    """Fixed points of gated cells by SciPy's root finder from many starts, eigenvalues of autograd's Jacobian."""
    from scipy.optimize import root

    cases = []
    for kind in ["SimpleRNN", "GRU", "LSTM"]:
        for _ in range(200):
            case = fixed_points_of(kind, 3, root)
            if case is not None:
                cases.append(case)
                break
    return cases


def fixed_points_of(kind, units, root):
    """None where there are fewer than three points, or one is so near to losing stability that it cannot be told."""
    _, U, b = make_cell(kind, units, 1, 3.0)
    U_, drive = torch.tensor(U), torch.tensor(b * 0.3)
    n = units * (2 if kind == "LSTM" else 1)
    move = lambda s: step(kind, "tanh", "sigmoid", U_, drive, torch.tensor(s)).numpy() - s
    found = []
    for _ in range(300):
        solution = root(move, random.uniform(-1, 1, size=n), tol=1e-13)
        s = solution.x
        # further out a gate shuts and every state hardly moves
        if numpy.abs(s[:units]).max() > 1 or numpy.abs(s).max() > 5 or numpy.abs(move(s)).max() > 1e-11:
            continue
        if all(numpy.linalg.norm(s - other) > 1e-3 for other in found):
            found.append(s)
    found.sort(key=lambda s: s[0])
    largest = [
        float(abs(numpy.linalg.eigvals(jacobian_of(kind, "tanh", "sigmoid", U_, drive, torch.tensor(s)).numpy())).max())
        for s in found
    ]
    if not 3 <= len(found) <= 9 or min(abs(value - 1) for value in largest) < 0.02:
        return None
    return {
        "kind": kind,
        "units": units,
        "recurrentKernel": plain(U.ravel()),
        "drive": plain(drive),
        "points": [plain(s) for s in found],
        "largest": largest,
    }


def orthonormal():
    """Thin QR with the diagonal of R made positive."""
    random = numpy.random.default_rng(SEED + 1)
    cases = []
    for n, k in [(1, 1), (5, 5), (9, 4), (24, 10)]:
        A = random.normal(size=(n, k))
        Q, R = positive_qr(A)
        cases.append({"n": n, "k": k, "matrix": plain(A.ravel()), "q": plain(Q.ravel()), "diagonal": plain(numpy.diag(R))})
    return cases


def lag_norms():
    """Norms of the products of Jacobians, over scales that NumPy multiplies without losing any."""
    random = numpy.random.default_rng(SEED + 2)
    cases = []
    for n, steps, scale in [(1, 4, 1.0), (4, 25, 0.3), (7, 12, 2.0), (12, 40, 0.1)]:
        J = random.normal(size=(steps, n, n)) * scale
        product, spectral, frobenius = numpy.eye(n), [1.0], [numpy.sqrt(n)]
        for step in reversed(range(steps)):
            product = product @ J[step]
            spectral.append(numpy.linalg.norm(product, 2))
            frobenius.append(numpy.linalg.norm(product))
        logs = {"logSpectral": plain(numpy.log(spectral)), "logFrobenius": plain(numpy.log(frobenius))}
        cases.append({"n": n, "jacobians": [plain(step.ravel()) for step in J], **logs})
    return cases


reference = {
    "made": {
        "by": "scripts/reference/dynamics.py",
        "seed": SEED,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "torch": torch.__version__,
    },
    "absoluteTolerance": 1e-11,
    "cells": cells(),
    "spectra": spectra(),
    "lyapunov": lyapunov(),
    "fixedPoints": fixed_points(),
    "orthonormal": orthonormal(),
    "lagNorms": lag_norms(),
}
target = Path(__file__).resolve().parents[2] / "data" / "reference" / "dynamics.json"
target.write_text(json.dumps(reference) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes")
print([(c["kind"], len(c["points"]), c["largest"]) for c in reference["fixedPoints"]])
