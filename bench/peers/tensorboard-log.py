"""TensorBoard's own event writer, from its package, without TensorFlow: one event per step holding every series."""
import os
import time

from tensorboard.compat.proto import event_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from workload import Clock, arguments, names, values

directory, runs, series, steps = arguments()
tags = names(series)
rows = values(series, steps)
clock = Clock()
for run in range(runs):
    writer = EventFileWriter(os.path.join(directory, f"run-{run}"))
    clock.start()
    for step, row in enumerate(rows):
        event = event_pb2.Event(wall_time=time.time(), step=step)
        for tag, value in zip(tags, row):
            # set one by one: faster than as arguments of add()
            item = event.summary.value.add()
            item.tag = tag
            item.simple_value = value
        writer.add_event(event)
    writer.close()
clock.stop()
