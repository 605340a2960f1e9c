/** What the page keeps of presses and frames; see {@link watchPresses}. */
export interface Watched {
  /** One per keydown of an arrow: when the browser had it, and how long its handlers took. */
  readonly presses: { at: number; scriptMs: number }[];
  /** One per animation frame in which anything was painted. */
  readonly frames: WatchedFrame[];
}

export interface WatchedFrame {
  /** Epoch the timeline showed after it. */
  readonly epoch: number;
  /** Time of all scripts of the frame. */
  readonly scriptMs: number;
  /** When the next animation frame began: what was drawn has been handed on. */
  readonly endedAt: number;
  /** Titles of the panels whose marks were painted and whose data was there; and what stands in the outline over the flow map. */
  readonly panels: readonly string[];
  readonly flowEpoch: number;
}

type Watching = Window & { watched?: Watched };

/**
 * Runs in the page before its own scripts: keeps what every key press cost, and every frame painted. Nothing of the page
 * is changed but that its animation frames and clears of canvases are heard of.
 */
export function watchPresses(): void {
  const watched: Watched = { presses: [], frames: [] };
  (window as Watching).watched = watched;
  const nextFrame = window.requestAnimationFrame.bind(window);
  const painted = new Set<HTMLCanvasElement>();
  /** Of the frame that is under way: its time, what its scripts took; and whether it painted and is not closed yet. */
  let frame = 0;
  let scriptMs = 0;
  let isOpen = false;

  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...rect) {
    const { canvas } = this;
    // the marks of a panel, or the timeline; not what ECharts draws below
    if (canvas instanceof HTMLCanvasElement && canvas.closest('.kit-chart-marks, .dock')) painted.add(canvas);
    clear.apply(this, rect);
  };

  const titleOf = (canvas: Element) => canvas.closest('section')?.querySelector('h2')?.textContent ?? 'timeline';
  const isThere = (canvas: Element) => canvas.closest<HTMLElement>('section')?.dataset.state !== 'loading';
  const close = (endedAt: number) => {
    const slider = document.querySelector('[role=slider]');
    watched.frames.push({
      epoch: Number(slider?.getAttribute('aria-valuenow')),
      scriptMs,
      endedAt,
      panels: [...painted].filter(isThere).map(titleOf),
      flowEpoch: Number(document.querySelector('.kit-outline-tag')?.textContent),
    });
    painted.clear();
    isOpen = false;
  };
  /** The first callback of a frame closes the one before it. All callbacks of a frame are given the same time. */
  const begin = (now: number, startedAt: number) => {
    if (now === frame) return;
    if (isOpen) close(startedAt);
    frame = now;
    scriptMs = 0;
  };

  window.requestAnimationFrame = (callback) =>
    nextFrame((now) => {
      const startedAt = performance.now();
      begin(now, startedAt);
      callback(now);
      scriptMs += performance.now() - startedAt;
      if (painted.size === 0 || isOpen) return;
      isOpen = true;
      nextFrame((next) => begin(next, performance.now()));
    });

  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const press = { at: event.timeStamp, scriptMs: 0 };
      watched.presses.push(press);
      const startedAt = performance.now();
      // added while the event is on its way down, so it comes after every handler of the page on its way up
      window.addEventListener('keydown', () => (press.scriptMs = performance.now() - startedAt), { once: true });
    },
    true,
  );
}
