/**
 * Draws a page at most once a frame. Between two frames any number of changes may come: the newest is drawn, the ones
 * between are skipped, the last never is.
 */
export interface Scheduler {
  /** Calls `listener` in the next frame, once however often it was asked for. */
  notify(listener: () => void): void;
  /** Calls `paint` in the next frame after the listeners, once however often it was asked for. */
  paint(paint: () => void): void;
  /** Forgets a paint or listener that was asked for. */
  cancel(callback: () => void): void;
  /** Frames drawn so far: what a test or a bench counts. */
  readonly frames: number;
}

/** What the scheduler needs of its host. */
export interface FrameHost {
  readonly requestFrame: (callback: () => void) => void;
  /** Runs the listeners so that what they change is in place when it returns: React's `flushSync`. */
  readonly commit: (callback: () => void) => void;
  /** Told of a callback that threw: one broken panel must not stop the others. */
  readonly onError: (error: unknown) => void;
}

/** A scheduler over `host`. One per page. */
export function createScheduler(host: FrameHost): Scheduler {
  const listeners = new Set<() => void>();
  const paints = new Set<() => void>();
  let isRequested = false;
  let frames = 0;

  const drain = (queue: Set<() => void>) => {
    for (const callback of queue) {
      queue.delete(callback);
      try {
        callback();
      } catch (error) {
        host.onError(error);
      }
    }
  };
  const frame = () => {
    frames += 1;
    // Commits may ask for paints: they come in this very frame.
    if (listeners.size > 0) host.commit(() => drain(listeners));
    drain(paints);
    isRequested = false;
    if (listeners.size + paints.size > 0) request();
  };
  const request = () => {
    if (isRequested) return;
    isRequested = true;
    host.requestFrame(frame);
  };

  return {
    notify: (listener) => {
      listeners.add(listener);
      request();
    },
    paint: (paint) => {
      paints.add(paint);
      request();
    },
    cancel: (callback) => {
      listeners.delete(callback);
      paints.delete(callback);
    },
    get frames() {
      return frames;
    },
  };
}
