/** Links, and where units are drawn: what needs no browser. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { formatLink, type Linked, parseLink, type Stroke } from "../link.ts";
import { columnsOf, shownUnits, unitAt } from "../network_drawing.ts";
import { PRESETS } from "../settings.ts";

const STROKES: Stroke[] = [[[0, 4095], [1024, 63]], [[2048, 1], [64, 4032], [5, 6]]];

Deno.test("a link has settings and strokes, or a test image, and gives them back", () => {
  for (const settings of Object.values(PRESETS)) {
    for (const drawing of [{ strokes: STROKES, example: undefined }, { example: 49 }, {}]) {
      const text = formatLink({ settings, ...drawing })!;
      const linked = parseLink(`#${text}`, 50) as Linked;
      const { strokes, example } = { strokes: undefined, example: undefined, ...drawing };
      assertEquals(linked, { settings, strokes, example });
    }
  }
  assertEquals(formatLink({ settings: PRESETS.tutorialPreset }), "epochs=30");
  const long = Array.from({ length: 3000 }, (): [number, number] => [1, 2]);
  assertEquals(formatLink({ settings: PRESETS.tutorialPreset, strokes: [long] }), undefined);
});

Deno.test("a link that is broken or made up is ignored with a sentence", () => {
  for (const fragment of ["", "#train", "#draw"]) assertEquals(parseLink(fragment), undefined);
  for (
    const fragment of [
      "#foo=1",
      "#constructor=1",
      "#__proto__=1",
      "#epochs=0",
      "#epochs=2.5",
      "#epochs=0x10",
      "#epochs=",
      "#learningRate=NaN",
      "#l2=1e9",
      "#cost=<script>alert(1)</script>",
      "#optimizer=toString",
      "#sizes=784,1000,10",
      "#sizes=784,030,10",
      "#sizes=2,3,1",
      "#example=50",
      "#example=-1",
      "#drawing=",
      "#drawing=abc",
      "#drawing=AAAA..AAAA",
      "#drawing=%3Csvg%3E",
      "#epochs=2&drawing=AAA",
      "#%=%",
    ]
  ) {
    assertMatch(
      String(parseLink(fragment, 50)),
      /^This link is ignored: the page cannot use “.*”\.$/,
    );
  }
  const sentence = parseLink(`#drawing=${"A".repeat(100_000)}`);
  assertEquals(sentence, "This link is ignored: expected at most 8000 characters, got 100008.");
  assert(String(parseLink(`#cost=${"x".repeat(5000)}`)).length < 100);
});

Deno.test("of many units some are drawn, among them the chosen one, which is found where it is", () => {
  assertEquals(shownUnits(3, 10, 2), [0, 1, 2]);
  assertEquals(shownUnits(10, 5), [0, 2, 4, 6, 8]);
  assertEquals(shownUnits(10, 5, 7), [0, 2, 4, 7, 8]);
  for (const width of [320, 900]) {
    for (const sizes of [[784, 10], [784, 30, 10], [784, 999, 40, 20, 10]]) {
      for (const [layer, size] of sizes.slice(1).entries()) {
        const chosen = { layer, unit: size - 1 };
        const columns = columnsOf(sizes, { width, height: 368 }, chosen);
        assertEquals(columns.length, sizes.length - 1);
        const { x, y, units, title } = columns[layer]!;
        assertEquals(unitAt(columns, x + 3, y[units.indexOf(size - 1)]!), chosen);
        assert(units.length === size || title === `${units.length}/${size}`);
        assert(y.every((at) => at > 20 && at < 368) && x < width);
      }
    }
  }
});
