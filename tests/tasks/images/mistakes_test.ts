import { assertEquals, assertMatch } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import { drawMistake } from "../../../tasks/images/mistakes.ts";

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

Deno.test("a mistake is a line with its location, and its picture", () => {
  const grays = false;
  const line = "red/1.png: red predicted as blue (outputs: blue 0.750, red 0.250)";
  const drawn = drawMistake(mistake, color, ["red", "blue"], { location: "red/1.png", grays });
  assertEquals(String(drawn), `${line}\n▄`);
  const rows = Dataset.from({ inputs: [[1, 2]], labels: [0], classes: 2 });
  assertMatch(
    String(drawMistake(mistake, rows, ["a", "b"], { grays })),
    /^image 0: a predicted as b \(.*\)$/,
  );
});
