import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import { colorsOf, drawMistake, pictureShapeOf, pixelsOf } from "../../../tasks/images/mistakes.ts";

/** Two pixels, one above the other: red, and white. */
const color = new Dataset({
  pixels: Uint8Array.of(255, 0, 0, 255, 255, 255),
  labels: Uint8Array.of(0),
  features: 6,
  classes: 2,
  shape: [2, 1, 3],
});

/** The answer of a network to the first example. */
const mistake = { example: 0, label: 0, predicted: 1, outputs: [0.25, 0.75] };

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

Deno.test("a mistake is a line with its location, and its picture", () => {
  const grays = false;
  const line = "red/1.png: red taken for blue (outputs: blue 0.750, red 0.250)";
  const drawn = drawMistake(mistake, color, ["red", "blue"], { location: "red/1.png", grays });
  assertEquals(String(drawn), `${line}\n▄`);
  const rows = Dataset.from({ inputs: [[1, 2]], labels: [0], classes: 2 });
  assertMatch(
    String(drawMistake(mistake, rows, ["a", "b"], { grays })),
    /^image 0: a taken for b \(.*\)$/,
  );
});
