/** The part of YASQE 4.6, and of the CodeMirror 5 below it, that the page uses; see ../vendor/README.md. */
interface Position {
  line: number;
  ch: number;
}
interface Marker {
  clear(): void;
}
interface Hint {
  text: string;
  shown: string;
  note: string;
  render(element: HTMLElement, list: object, hint: Hint): void;
}
declare class Yasqe {
  constructor(parent: HTMLElement, options: object);
  static Autocompleters: Record<string, unknown>;
  static defaults: { autocompleters: string[]; requestConfig: { endpoint: string } };
  on(event: string, listener: (...told: any[]) => void): void;
  getMode(): { startState: () => object };
  getValue(): string;
  setValue(text: string): void;
  getDoc(): {
    getCursor(): Position;
    setCursor(to: Position): void;
    indexFromPos(at: Position): number;
    posFromIndex(index: number): Position;
    replaceRange(text: string, from: Position, to: Position, origin?: string): void;
    markText(from: Position, to: Position, options: object): Marker;
    addLineClass(line: number, where: string, name: string): object;
    removeLineClass(line: object, where: string, name: string): void;
    lineCount(): number;
  };
  scrollIntoView(at: Position, margin: number): void;
  showHint(options: object): void;
  focus(): void;
  state: { completionActive: object | null };
}
