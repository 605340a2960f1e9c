"""Scores of three principal components by scikit-learn, the largest loading of each positive, float64 rows.

usage: projection-pca.py STATES ROWS UNITS TARGET
"""

import sys

import numpy
from sklearn.decomposition import PCA

source, rows, units, target = sys.argv[1:]
points = numpy.fromfile(source, numpy.float32).reshape(int(rows), int(units)).astype(numpy.float64)
fitted = PCA(3, svd_solver="full").fit(points)
axes = fitted.components_
axes = axes * numpy.sign(axes[numpy.arange(3), numpy.abs(axes).argmax(axis=1)])[:, None]
((points - fitted.mean_) @ axes.T).tofile(target)
