"""The workload every contender logs: the same names, steps and values as bench/peers/unrolled-log.ts."""
import json
import math
import sys
import time


def arguments():
    """DIR RUNS SERIES STEPS of the command line."""
    directory, *counts = sys.argv[1:5]
    runs, series, steps = map(int, counts)
    return directory, runs, series, steps


def names(series):
    return [f"layer_{index}/gradient_norm" for index in range(series)]


def values(series, steps):
    """One row of floats per step: a decay with a ripple, so that neither compresses to nothing."""
    return [
        [math.exp(-step / steps) + 0.01 * math.sin(step * 0.37 + index) for index in range(series)]
        for step in range(steps)
    ]


class Clock:
    """Runs from the first log to the last file closed."""

    def __init__(self):
        self.started = None

    def start(self):
        if self.started is None:
            self.started = time.perf_counter()

    def stop(self):
        print(json.dumps({"seconds": time.perf_counter() - self.started}), flush=True)
