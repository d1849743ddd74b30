import { assertEquals } from "@std/assert";
import { granted } from "../../../tests/helpers/run_task.ts";

/** A canvas that keeps how many lines were drawn last. */
class Canvas extends EventTarget {
  readonly width = 100;
  readonly height = 100;
  lines = 0;

  getContext(): object {
    const nothing = () => {};
    return {
      clearRect: () => this.lines = 0,
      lineTo: () => this.lines++,
      beginPath: nothing,
      moveTo: nothing,
      stroke: nothing,
    };
  }

  getBoundingClientRect(): object {
    return { left: 0, top: 0, width: 100, height: 100 };
  }

  setPointerCapture(): void {}

  /** What a mouse does. */
  point(type: string, x: number): void {
    const event = new Event(type);
    this.dispatchEvent(
      Object.assign(event, { pointerId: 1, button: 0, clientX: x, clientY: x }),
    );
  }
}

Deno.test("a stroke that is undone while it is drawn is gone, and the one before it stays", {
  ignore: !granted("read"),
}, async () => {
  // Not by a static import, since its types are those of a browser.
  const module = new URL("../drawing.ts", import.meta.url);
  const { Drawing } = await import(module.href);
  const canvas = new Canvas();
  const drawing = new Drawing(canvas);
  for (const before of [0, 1]) {
    canvas.point("pointerdown", 10);
    canvas.point("pointermove", 20);
    drawing.undo();
    canvas.point("pointermove", 30);
    canvas.point("pointerup", 30);
    assertEquals([drawing.strokes.length, canvas.lines], [before, before]);
    canvas.point("pointerdown", 10);
    canvas.point("pointermove", 20);
    canvas.point("pointerup", 20);
    assertEquals([drawing.strokes.length, canvas.lines], [before + 1, before + 1]);
  }
});
