"""Numbers as JSON can hold them; what is not finite becomes the word JavaScript has for it."""

import math

import numpy


def plain(value):
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(item) for item in value]
    value = float(value)
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
