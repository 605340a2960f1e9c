"""Reference numbers for lib/analysis/linalg, projection and states, written to data/reference/projection.json.

    python3 -m venv venv && venv/bin/pip install -r scripts/reference/requirements.txt
    venv/bin/python scripts/reference/projection.py

Data: the 8×8 digits of scikit-learn (whole numbers, kept in the file for the first 500), and seeded normal numbers.
Tolerances are written beside the numbers. NaN is the string "NaN".
"""

import json
import math
import platform
from importlib.metadata import version
from pathlib import Path

import numpy
import scipy
import scipy.ndimage
import sklearn
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.linalg import orthogonal_procrustes
from scipy.spatial.distance import pdist, squareform
from scipy.special import logsumexp
from scipy.stats import rankdata, spearmanr
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.metrics import roc_auc_score, silhouette_score
from sklearn.metrics.pairwise import cosine_similarity

random = numpy.random.default_rng(20261123)
digits = load_digits()
images = digits.data[:500]


def plain(value):
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(item) for item in value]
    value = float(value)
    return value if math.isfinite(value) else "NaN"


def matrix(values):
    values = numpy.asarray(values, dtype=float)
    return {"data": plain(values.ravel()), "rows": values.shape[0], "cols": values.shape[1]}


def pca_of(points, components):
    """Signs: the largest loading of each component is positive."""
    fitted = PCA(svd_solver="full").fit(points)
    axes = fitted.components_[:components]
    signs = numpy.sign(axes[numpy.arange(components), numpy.abs(axes).argmax(axis=1)])
    scores = ((points - fitted.mean_) @ axes.T) * signs
    variances = fitted.explained_variance_
    return {
        "variances": plain(variances[:components]),
        "ratios": plain(fitted.explained_variance_ratio_[:components]),
        "components": matrix(axes * signs[:, None]),
        "scores": matrix(scores[:20]),
        "participationRatio": plain(variances.sum() ** 2 / (variances**2).sum()),
        "tolerance": 1e-6,
    }


def pca():
    wide = random.normal(size=(12, 40)) * numpy.linspace(3, 0.1, 40)
    return {"digits": pca_of(images, 3), "wide": {"points": matrix(wide), **pca_of(wide, 3)}}


def full_affinities(points, perplexity):
    """P by bisection in log space, for all pairs."""
    squares = squareform(pdist(points, "sqeuclidean"))
    size = len(points)
    conditional = numpy.zeros_like(squares)
    for i in range(size):
        others = numpy.delete(squares[i], i)
        low, high = -60.0, 60.0
        for _ in range(200):
            beta = math.exp((low + high) / 2)
            logs = -beta * others
            log_p = logs - logsumexp(logs)
            entropy = -(numpy.exp(log_p) * log_p).sum()
            if entropy > math.log(perplexity):
                low = (low + high) / 2
            else:
                high = (low + high) / 2
        conditional[i] = numpy.insert(numpy.exp(log_p), i, 0)
    return (conditional + conditional.T) / (2 * size)


def full_divergence(affinities, layout):
    weights = 1 / (1 + squareform(pdist(layout, "sqeuclidean")))
    numpy.fill_diagonal(weights, 0)
    used = affinities > 0
    return (affinities[used] * numpy.log(affinities[used] / (weights / weights.sum())[used])).sum()


def tsne():
    import openTSNE

    affinities = full_affinities(images, 30)
    exact = TSNE(perplexity=30, init="pca", method="exact", random_state=0).fit_transform(images)
    rival = numpy.asarray(openTSNE.TSNE(perplexity=30, random_state=0).fit(images))
    layout = PCA(2, svd_solver="full").fit_transform(images[:60])
    return {
        "divergence": {
            "layout": matrix(layout),
            "expected": plain(full_divergence(full_affinities(images[:60], 10), layout)),
            "perplexity": 10,
            "tolerance": 1e-6,
        },
        "sklearnExact": {
            "divergence": plain(full_divergence(affinities, exact)),
            "trustworthiness": plain(trustworthiness(images, exact, n_neighbors=12)),
        },
        "openTsne": {
            "divergence": plain(full_divergence(affinities, rival)),
            "trustworthiness": plain(trustworthiness(images, rival, n_neighbors=12)),
        },
    }


def umap():
    from umap import UMAP

    layout = UMAP(n_neighbors=15, random_state=0).fit_transform(images)
    return {"trustworthiness": plain(trustworthiness(images, layout, n_neighbors=12))}


def neighbourhoods():
    cases = []
    for rows, cols, k in [(60, 5, 12), (40, 9, 5), (200, 20, 12)]:
        points = random.normal(size=(rows, cols))
        layout = points[:, :2] + 0.3 * random.normal(size=(rows, 2))
        cases.append(
            {
                "points": matrix(points),
                "layout": matrix(layout),
                "k": k,
                "trustworthiness": plain(trustworthiness(points, layout, n_neighbors=k)),
                "continuity": plain(trustworthiness(layout, points, n_neighbors=k)),
            }
        )
    return {"cases": cases, "tolerance": 1e-12}


def procrustes():
    moving = random.normal(size=(30, 3))
    fixed = moving @ numpy.linalg.qr(random.normal(size=(3, 3)))[0] * 1.7 + 0.2 * random.normal(size=(30, 3)) + [1, 2, 3]
    a, b = moving - moving.mean(0), fixed - fixed.mean(0)
    rotation, total = orthogonal_procrustes(a, b)
    return {
        "moving": matrix(moving),
        "fixed": matrix(fixed),
        "rotation": matrix(rotation),
        "scale": plain(total / (a**2).sum()),
        "residual": plain(((a @ rotation - b) ** 2).sum() / (b**2).sum()),
        "tolerance": 1e-10,
    }


def rank_correlations():
    cases = []
    for size in [3, 20, 101]:
        a = random.normal(size=size)
        cases.append((a, a + random.normal(size=size)))
    cases.append((random.integers(0, 4, size=60), random.integers(0, 7, size=60)))
    return [
        {"a": plain(a), "b": plain(b), "ranks": plain(rankdata(a)), "spearman": plain(spearmanr(a, b).statistic)}
        for a, b in cases
    ]


def concepts():
    steps, units = 120, 4
    quote = (numpy.sin(numpy.arange(steps) / 5) > 0.3).astype(float)
    depth = numpy.abs(numpy.cumsum(random.integers(-1, 2, size=steps))).astype(float)
    states = numpy.round(random.normal(size=(steps, units)), 1)
    states[:, 2] += 1.5 * quote
    states[:, 1] -= 0.4 * depth
    return {
        "states": matrix(states),
        "binary": plain(quote),
        "numeric": plain(depth),
        "auroc": plain([roc_auc_score(quote, states[:, u]) for u in range(units)]),
        "spearman": plain([spearmanr(depth, states[:, u]).statistic for u in range(units)]),
        "tolerance": 1e-12,
    }


def state_search():
    """The rule of LSTMVis, from its description: boolean arithmetic over whole runs instead of counting step by step."""
    steps, units, threshold = 400, 12, 0.3
    states = numpy.round(numpy.tanh(scipy.ndimage.gaussian_filter1d(random.normal(size=(steps, units)), 3, axis=0) * 4), 3)
    starts = [0, 130, 260]
    selected = [1, 4, 7]
    on = states > threshold
    counts = on[:, selected].sum(axis=1)
    found = []
    for least in range(len(selected), 0, -1):
        if len(found) >= 1000:
            break
        for begin, end in zip(starts, starts[1:] + [steps]):
            inside = numpy.concatenate([[False], counts[begin:end] >= least, [False]]).astype(int)
            edges = numpy.flatnonzero(numpy.diff(inside)).reshape(-1, 2)
            found += [(begin + a, begin + b - 1) for a, b in edges if b - a >= 2 and (begin + a, begin + b - 1) not in found]
    matches = []
    for first, last in found[:1000]:
        active = set(numpy.flatnonzero(on[first : last + 1].all(axis=0)))
        shared, union = len(active & set(selected)), len(active | set(selected))
        matches.append({"from": int(first), "to": int(last), "shared": shared, "union": union, "jaccard": shared / union})
    matches.sort(key=lambda m: (-m["shared"], m["union"], -(m["to"] - m["from"]), m["from"]))
    return {"states": matrix(states), "starts": starts, "units": selected, "matches": matches[:50]}


def unit_orders():
    states = random.normal(size=(80, 3))[:, random.integers(0, 3, size=15)] + 0.5 * random.normal(size=(80, 15))
    merges = linkage(states.T, method="average", metric="correlation")
    return {"states": matrix(states), "merges": matrix(merges[:, :3]), "leaves": leaves_list(merges).tolist(), "tolerance": 1e-9}


def silhouettes():
    points = random.normal(size=(40, 3))
    labels = random.integers(0, 3, size=40)
    points[labels == 1] += 2
    labels[-1] = 9
    return {"points": matrix(points), "labels": plain(labels), "expected": plain(silhouette_score(points, labels)), "tolerance": 1e-12}


def nearest():
    states = random.normal(size=(25, 6))
    similar = cosine_similarity(states)[3]
    order = numpy.argsort(-similar)
    order = order[order != 3][:5]
    return {"states": matrix(states), "row": 3, "rows": order.tolist(), "cosines": plain(similar[order]), "tolerance": 1e-12}


def trajectories():
    states = random.normal(size=(15, 4)).cumsum(axis=0)
    ways = numpy.diff(states, axis=0)
    lengths = numpy.linalg.norm(ways, axis=1)
    cosines = (ways[:-1] * ways[1:]).sum(axis=1) / lengths[:-1] / lengths[1:]
    return {
        "states": matrix(states),
        "steps": plain(lengths),
        "path": plain(numpy.concatenate([[0], lengths.cumsum()])),
        "angles": plain(numpy.arccos(cosines)),
        "tolerance": 1e-12,
    }


def drift():
    """Moves between epochs, by NumPy and SciPy: in the states, in layouts, and whether the two agree."""
    random = numpy.random.default_rng(20261124)
    points, states, layouts = 25, [], []
    state, layout = random.normal(size=(points, 5)), random.normal(size=(points, 2))
    for _ in range(6):
        states.append(state)
        layouts.append(layout)
        way = random.normal(size=(points, 5)) * random.uniform(0.1, 1, size=(points, 1))
        state, layout = state + way, layout + way[:, :2] + 0.2 * random.normal(size=(points, 2))
    moves = lambda epochs: numpy.linalg.norm(numpy.diff(epochs, axis=0), axis=2)
    late = numpy.array(layouts[-5:])
    pooled = late.reshape(-1, 2)
    spread = numpy.sqrt(((pooled - pooled.mean(0)) ** 2).sum(1).mean())
    return {
        "states": [matrix(each) for each in states],
        "layouts": [matrix(each) for each in layouts],
        "lastMoves": plain(moves(states)[-1]),
        "lateMove": plain(numpy.median(moves(late)) / spread),
        "trueMovement": plain(spearmanr(moves(states).ravel(), moves(layouts).ravel()).statistic),
        "tolerance": 1e-12,
    }


def repulsion():
    """Sums over all pairs of what pushes points apart in t-SNE, in the plane and in space."""
    random = numpy.random.default_rng(20261125)
    cases = []
    for points, dimensions, spread in [(40, 2, 1.0), (30, 2, 20.0), (25, 3, 3.0)]:
        layout = spread * random.normal(size=(points, dimensions))
        ways = layout[:, None, :] - layout[None, :, :]
        weights = 1 / (1 + (ways**2).sum(-1))
        numpy.fill_diagonal(weights, 0)
        forces = (weights[:, :, None] ** 2 * ways).sum(1)
        cases.append({"layout": matrix(layout), "z": plain(weights.sum()), "forces": plain(forces.ravel())})
    return {"cases": cases, "tolerance": 1e-10}


def transforms():
    """Discrete Fourier transforms of complex numbers, by numpy.fft."""
    random = numpy.random.default_rng(20261126)
    cases = []
    for size in [1, 2, 3, 9, 12, 54, 64, 192]:
        values = random.normal(size=size) + 1j * random.normal(size=size)
        found = numpy.fft.fft(values)
        cases.append({"re": plain(values.real), "im": plain(values.imag), "foundRe": plain(found.real), "foundIm": plain(found.imag)})
    return {"cases": cases, "tolerance": 1e-11}


def linear_algebra():
    random = numpy.random.default_rng(20261127)
    a, b, c = random.normal(size=(5, 7)), random.normal(size=(4, 7)), random.normal(size=(5, 3))
    symmetric = random.normal(size=(9, 9))
    symmetric = symmetric + symmetric.T
    values, vectors = numpy.linalg.eigh(symmetric)
    return {
        "a": matrix(a),
        "b": matrix(b),
        "c": matrix(c),
        "timesTransposed": matrix(a @ b.T),
        "transposedTimes": matrix(a.T @ c),
        "symmetric": matrix(symmetric),
        "eigenvalues": plain(values[::-1]),
        "eigenvectors": matrix(vectors.T[::-1]),
        "tolerance": 1e-12,
    }


reference = {
    "made": {
        "by": "scripts/reference/projection.py",
        "seed": 20261123,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "openTSNE": version("openTSNE"),
        "umap-learn": version("umap-learn"),
    },
    "digits": {"data": images.astype(int).ravel().tolist(), "rows": 500, "cols": 64, "labels": digits.target[:500].tolist()},
    "pca": pca(),
    "tsne": tsne(),
    "umap": umap(),
    "neighbourhoods": neighbourhoods(),
    "procrustes": procrustes(),
    "rankCorrelations": rank_correlations(),
    "concepts": concepts(),
    "stateSearch": state_search(),
    "unitOrders": unit_orders(),
    "silhouettes": silhouettes(),
    "nearest": nearest(),
    "trajectories": trajectories(),
    "drift": drift(),
    "repulsion": repulsion(),
    "transforms": transforms(),
    "linearAlgebra": linear_algebra(),
    "rankTolerance": 1e-12,
}
target = Path(__file__).resolve().parents[2] / "data" / "reference" / "projection.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(reference) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes")
