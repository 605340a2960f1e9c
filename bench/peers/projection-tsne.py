"""t-SNE by a rival, its seconds on the last line: perplexity 30, 250 + 500 iterations, PCA start.

usage: projection-tsne.py openTsne|sklearn STATES ROWS UNITS TARGET SEED
"""

import json
import sys
import time

import numpy

method, source, rows, units, target, seed = sys.argv[1:]
points = numpy.fromfile(source, numpy.float32).reshape(int(rows), int(units))
if method == "openTsne":
    from openTSNE import TSNE

    run = TSNE(perplexity=30, n_jobs=2, initialization="pca", early_exaggeration_iter=250, n_iter=500, random_state=int(seed)).fit
else:
    from sklearn.manifold import TSNE

    run = TSNE(perplexity=30, n_jobs=2, init="pca", max_iter=750, random_state=int(seed)).fit_transform
started = time.perf_counter()
layout = numpy.asarray(run(points), dtype=numpy.float64)
seconds = time.perf_counter() - started
layout.tofile(target)
print(json.dumps({"seconds": seconds}))
