import { assertEquals, assertMatch } from "@std/assert";
import { classResults, confusionText } from "../../../../tasks/results/evaluate/classes.ts";

/** The head of the matrix of these classes. */
function headOf(names: readonly string[], width: number): string[] {
  const confusion = names.map((_, label) => names.map((_, k) => Number(k === label)));
  const [, , head] = confusionText(confusion, names, width).split("\n");
  return head!.trim().split(/ {2,}/);
}

const SPECIES = ["Adelie", "Chinstrap", "Gentoo"];

Deno.test("names of classes are cut in a confusion matrix if they are long, or room is short", () => {
  assertEquals(headOf(SPECIES, 80), SPECIES);
  assertEquals(headOf(SPECIES, 20), ["Adelie", "Chinstr…", "Gentoo"]);
  assertEquals(headOf(["a class with a very long name", "b"], 200)[0], "a class with a very…");
});

Deno.test("of very many classes the most frequent confusions are listed", () => {
  const names = Array.from({ length: 21 }, (_, k) => `class ${k}`);
  const confusion = names.map((_, label) => names.map((_, k) => label === 3 && k === 5 ? 2 : 0));
  const text = confusionText(confusion, names, 80);
  assertMatch(text, /frequent confusions\n\n.*\nclass 3 {2}class 5 /);
});

Deno.test("a class without a name has its number", () => {
  const [cat, other] = classResults([[1, 0], [0, 0]], ["cat"]);
  assertEquals([cat!.class, cat!.f1, other!.class, other!.f1], ["cat", 1, "1", null]);
});
