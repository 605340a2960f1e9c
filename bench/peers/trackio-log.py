"""trackio, logging locally: one call per step holding every series."""
import contextlib
import os
import sys

from workload import Clock, arguments, names, values

directory, runs, series, steps = arguments()
os.environ["TRACKIO_DIR"] = directory
os.environ["HF_HUB_OFFLINE"] = "1"

import trackio  # noqa: E402  (reads its folder from the environment when it is imported)

tags = names(series)
rows = values(series, steps)
clock = Clock()
# its messages to people must not mix with our one line
with contextlib.redirect_stdout(sys.stderr):
    for run in range(runs):
        trackio.init(project="bench", name=f"run-{run}")
        clock.start()
        for step, row in enumerate(rows):
            trackio.log(dict(zip(tags, row)), step=step)
        trackio.finish()
clock.stop()
