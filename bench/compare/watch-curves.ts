/** What the page keeps of its curves and of the pointer over them; see {@link watchCurves}. Times in ms since navigation. */
export interface CurvesWatched {
  /** When the frame had been handed on after which no curve and no point was missing; 0: not yet. */
  drawnAt: number;
  /** When a pointer move after that had been answered. */
  usableAt: number;
  /** When the line at the top said where the runs part, or that they do not. */
  headlineAt: number;
  /** Curves of each chart, as they were drawn last before `drawnAt`. */
  curves: number[];
  /** One per pointermove: when the browser had it, and how long its handlers took. */
  readonly moves: { at: number; scriptMs: number }[];
  /** One per animation frame in which the cursor moved in every chart: time of all its scripts, and when it had been handed on. */
  readonly answers: { scriptMs: number; startedAt: number; paintedAt: number }[];
}

/**
 * Runs in the page before its own scripts: hears of the page's animation frames and pointer moves, and, until all curves
 * are drawn, of the strokes on the canvases of its charts. Nothing else of the page is changed.
 */
export function watchCurves(): void {
  const watched: CurvesWatched = { drawnAt: 0, usableAt: 0, headlineAt: 0, curves: [], moves: [], answers: [] };
  (window as Window & { curvesWatched?: CurvesWatched }).curvesWatched = watched;
  const charts = () => [...document.querySelectorAll<HTMLElement>('.compare-curve')];
  /** Calls back when the frame that is under way has been handed on. */
  const painted = (then: (at: number) => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };

  // a curve is a stroke of many points, a tick or a dash of few
  const context = CanvasRenderingContext2D.prototype;
  const { beginPath, lineTo, stroke, clearRect } = context;
  const strokes = new Map<unknown, number>();
  let points = 0;
  context.beginPath = function () {
    points = 0;
    beginPath.call(this);
  };
  context.lineTo = function (x, y) {
    points++;
    lineTo.call(this, x, y);
  };
  context.stroke = function (...path: [] | [Path2D]) {
    if (points > 50) strokes.set(this.canvas, (strokes.get(this.canvas) ?? 0) + 1);
    stroke.apply(this, path as [Path2D]);
  };
  context.clearRect = function (...rect) {
    strokes.set(this.canvas, 0);
    clearRect.apply(this, rect);
  };
  const endStrokes = () => Object.assign(context, { beginPath, lineTo, stroke, clearRect });

  const curvesOf = (chart: HTMLElement) => strokes.get(chart.querySelector('.compare-lines .kit-chart-marks')) ?? 0;
  const look = () => {
    const all = charts();
    // a chart that lacks points, or was given a selection of them, is not ready
    if (all.length < 2 || !all.every((chart) => chart.dataset.state === 'ready' && curvesOf(chart) > 0)) return;
    watched.curves = all.map(curvesOf);
    painted((at) => {
      watched.drawnAt ||= at;
      endStrokes();
    });
  };

  let cursors = '';
  const cursorNow = () =>
    charts()
      .map((chart) => chart.querySelector<HTMLElement>('.kit-timestep')?.style.transform ?? '')
      .join();
  const hasMoved = () => {
    const now = cursorNow();
    if (now === cursors) return false;
    cursors = now;
    return (
      now.split(',').every((each) => each !== '') && document.querySelector('.compare-curve .kit-tooltip') !== null
    );
  };

  let frame = 0;
  let scriptMs = 0;
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    nextFrame((now) => {
      if (now !== frame) scriptMs = 0;
      frame = now;
      const startedAt = performance.now();
      callback(now);
      scriptMs += performance.now() - startedAt;
      if (watched.drawnAt === 0) look();
      if (!hasMoved()) return;
      const answer = { scriptMs, startedAt, paintedAt: 0 };
      watched.answers.push(answer);
      painted((at) => {
        answer.paintedAt = at;
        if (watched.drawnAt > 0) watched.usableAt ||= at;
      });
    });

  new MutationObserver((_, observer) => {
    if (!/\bpart\b/.test(document.querySelector('.kit-verdict h1')?.textContent ?? '')) return;
    observer.disconnect();
    nextFrame(() => painted((at) => (watched.headlineAt = at)));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  window.addEventListener(
    'pointermove',
    ({ timeStamp }) => {
      const move = { at: timeStamp, scriptMs: 0 };
      watched.moves.push(move);
      const startedAt = performance.now();
      // added while the event is on its way down, so it comes after every handler of the page on its way up
      window.addEventListener('pointermove', () => (move.scriptMs = performance.now() - startedAt), { once: true });
    },
    true,
  );
}
