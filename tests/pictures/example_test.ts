import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset } from "@inkling/inkling";
import { colorsOf, pictureShapeOf, pixelsOf } from "../../lib/pictures/example.ts";

/** Two pixels, one above the other: red, and white. */
const color = new Dataset({
  pixels: Uint8Array.of(255, 0, 0, 255, 255, 255),
  labels: Uint8Array.of(0),
  features: 6,
  classes: 2,
  shape: [2, 1, 3],
});

Deno.test("a color picture has colors, and grays as bright as they are", () => {
  assertEquals(pictureShapeOf(color), { height: 2, width: 1, channels: 3 });
  assertEquals([...colorsOf(color, 0)], [255, 0, 0, 255, 255, 255]);
  const [red, white] = pixelsOf(color, 0);
  assertAlmostEquals(red!, 0.299, 1e-6);
  assertAlmostEquals(white!, 1, 1e-6);
});

Deno.test("rows of a table are no pictures, and neither are long shapes", () => {
  const rows = Dataset.from({ inputs: [[1, 2]], labels: [0], classes: 2 });
  assertEquals(pictureShapeOf(rows), undefined);
  const inputs = new Float32Array(4);
  const labels = Uint8Array.of(0);
  const odd = new Dataset({ inputs, labels, features: 4, classes: 1, shape: [2, 1, 2] });
  assertEquals(pictureShapeOf(odd), undefined);
});
