/** The part of vis-network 9.1.2 that the page uses; the library itself comes with pyvis and is put into the page. */
declare namespace vis {
  interface Point {
    x: number;
    y: number;
  }
  interface Move {
    position?: Point;
    scale?: number;
    offset?: Point;
    animation?: boolean | { duration: number; easingFunction: string };
  }
  /** How one edge runs; needed where the picture is drawn elsewhere than on the canvas. */
  interface Curve {
    from: Point;
    to: Point;
    fromPoint: Point;
    toPoint: Point;
    getPoint(stop: number): Point;
    getViaNode(): Point | [Point, Point] | undefined;
    getArrowData(
      ctx: CanvasRenderingContext2D,
      end: "to",
      via: Point | [Point, Point] | undefined,
      selected: boolean,
      hover: boolean,
      values: { width: number; toArrowScale: number; toArrowType: string },
    ): { point: Point; core: Point; angle: number; length: number; type: string };
    _getCircleData(ctx: CanvasRenderingContext2D): [number, number, number];
  }
  class DataSet {
    add(items: object[]): void;
    update(items: object[]): void;
    clear(): void;
  }
  class Network {
    constructor(container: HTMLElement, data: { nodes: DataSet; edges: DataSet }, options: object);
    body: { edges: Record<string, { edgeType: Curve }> };
    canvas: { getContext(): CanvasRenderingContext2D };
    on(event: string, listener: (told: any) => void): void;
    redraw(): void;
    setSize(width: string, height: string): void;
    moveTo(to: Move): void;
    getScale(): number;
    canvasToDOM(point: Point): Point;
    DOMtoCanvas(point: Point): Point;
  }
}
