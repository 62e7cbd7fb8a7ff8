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
  class DataSet {
    add(items: object[]): void;
    update(items: object[]): void;
    clear(): void;
  }
  class Network {
    constructor(container: HTMLElement, data: { nodes: DataSet; edges: DataSet }, options: object);
    body: { edges: Record<string, { edgeType: { getPoint(stop: number): Point } }> };
    on(event: string, listener: (told: any) => void): void;
    redraw(): void;
    moveTo(to: Move): void;
    getScale(): number;
    canvasToDOM(point: Point): Point;
    DOMtoCanvas(point: Point): Point;
  }
}
