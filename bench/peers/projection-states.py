"""States like a recurrent network's: noisy trajectories of 50 steps towards one of 5 classes, float32 rows.

usage: projection-states.py ROWS UNITS FILE
"""

import sys

import numpy

rows, units, target = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
steps = 50
random = numpy.random.default_rng(7)
recurrent = 1.1 * numpy.linalg.qr(random.normal(size=(units, units)))[0]
drives = 0.3 * random.normal(size=(5, units))
drive = drives[random.integers(0, 5, size=rows // steps)]
state = numpy.zeros((rows // steps, units))
states = []
for _ in range(steps):
    state = numpy.tanh(state @ recurrent + drive + 0.15 * random.normal(size=state.shape))
    states.append(state)
numpy.stack(states, axis=1).reshape(rows, units).astype(numpy.float32).tofile(target)
