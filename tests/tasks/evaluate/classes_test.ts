import { assertEquals, assertMatch } from "@std/assert";
import { confusionText } from "../../../tasks/evaluate/classes.ts";

/** The head of the matrix of these classes. */
function headOf(names: readonly string[], width: number): string[] {
  const confusion = names.map((_, label) => names.map((_, k) => Number(k === label)));
  const [, , head] = confusionText(confusion, names, width).split("\n");
  return head!.trim().split(/ {2,}/);
}

Deno.test("names of classes are whole in a confusion matrix that there is room for", () => {
  const species = ["Adelie", "Chinstrap", "Gentoo"];
  assertEquals(headOf(species, 80), species);
  assertEquals(headOf(species, 20), ["Adelie", "Chinstr…", "Gentoo"]);
});

Deno.test("names of classes are cut beyond twenty characters, however much room there is", () => {
  const [long] = headOf(["a class with a very long name", "b"], 200);
  assertEquals(long, "a class with a very…");
});

Deno.test("of very many classes the most frequent confusions are listed", () => {
  const names = Array.from({ length: 21 }, (_, k) => `class ${k}`);
  const confusion = names.map((_, label) => names.map((_, k) => label === 3 && k === 5 ? 2 : 0));
  assertMatch(
    confusionText(confusion, names, 80),
    /frequent confusions\n\n.*\nclass 3 {2}class 5 /,
  );
});
