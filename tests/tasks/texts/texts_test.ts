import { assertEquals } from "@std/assert";
import { de } from "../../../tasks/texts/de.ts";
import { en } from "../../../tasks/texts/en.ts";
import { textsOf } from "../../../tasks/texts/texts.ts";

/** The name of each text with its group, and the numbers of the values that it takes. */
function valuesOf(texts: object): [name: string, values: string[]][] {
  return Object.entries(texts).flatMap(([group, names]) =>
    Object.entries(names as Record<string, string>).map(([name, text]): [string, string[]] => [
      `${group}.${name}`,
      (text.match(/\{\d\}/g) ?? []).sort(),
    ])
  );
}

Deno.test("every text is in German, with the same values", () => {
  assertEquals(valuesOf(de), valuesOf(en));
});

Deno.test("groups are in alphabetical order", () => {
  assertEquals(Object.keys(en), Object.keys(en).toSorted());
});

Deno.test("texts are in the language of the page, else in English", () => {
  assertEquals(textsOf("cell", "de-AT")("limit", 60), "Nach 60 Sekunden angehalten.");
  assertEquals(textsOf("cell", "fr")("limit", 60), "Stopped after 60 seconds.");
});
