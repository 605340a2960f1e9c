declare module 'svgcanvas' {
  /** Draws like a CanvasRenderingContext2D, into an SVG. */
  export class Context {
    constructor(options: { readonly width: number; readonly height: number });
    getSerializedSvg(): string;
  }
}
