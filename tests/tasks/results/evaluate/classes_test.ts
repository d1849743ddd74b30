import { assertEquals, assertMatch } from "@std/assert";
import { matrix } from "../../../../lib/document/blocks.ts";
import { sectionTexts } from "../../../../tasks/results/document/terminal.ts";
import { classResults, confusionSection } from "../../../../tasks/results/evaluate/classes.ts";

/** The confusions of these classes as a terminal shows them, with how often each is taken for each. */
function shown(names: readonly string[], counts: (label: number, k: number) => number): string {
  const confusion = names.map((_, label) => names.map((_, k) => counts(label, k)));
  const answered = { evaluation: { confusion }, classes: names, split: "test", noun: "image" };
  return sectionTexts([confusionSection(answered)]).join("\n\n");
}

/** The head of the matrix of these classes, on a line of 80 characters. */
function headOf(names: readonly string[]): string[] {
  const counts = names.map((_, label) => names.map((_, k) => Number(k === label)));
  const content = matrix({ label: "m", axes: ["actual", "predicted"], names, counts });
  const [, text] = sectionTexts([{ id: "m", title: "m", content }]);
  return text!.split("\n")[0]!.trim().split(/ {2,}/);
}

Deno.test("names of classes are cut in a confusion matrix if they are long, or room is short", () => {
  assertEquals(headOf(["Adelie", "Chinstrap", "Gentoo"]), ["Adelie", "Chinstrap", "Gentoo"]);
  const many = [...Array(7).keys()].map((k) => `Chinstrap ${k}`);
  assertEquals(headOf(many), many.map(() => "Chinst…"));
  assertEquals(headOf(["a class with a very long name", "b"])[0], "a class with a very…");
});

Deno.test("of very many classes the most frequent confusions are listed, and each class has its metrics", () => {
  for (const size of [21, 31]) {
    const names = Array.from({ length: size }, (_, k) => `class ${k}`);
    const text = shown(names, (label, k) => label === 3 && k === 5 ? 2 : 0);
    assertMatch(text, /onfusion[^]*\n\nactual.*\nclass 3 {2}class 5 /);
    assertMatch(text, /\nclass 20 +– +– /);
  }
  const text = shown(["cat", "dog"], (label, k) => Number(label === k));
  assertMatch(text, /\n\n {5}cat {2}dog\ncat {4}1 {4}·\n/);
});

Deno.test("the most common mistake is named only where it is a pattern", () => {
  const told = (...wrong: [number, number, number]) =>
    /The most common mistake .*/.exec(
      shown(["a", "b", "c"], (label, k) =>
        label === k ? 9 : k === (label + 1) % 3 ? wrong[label]! : 0)
        .replaceAll("\n", " "),
    )?.[0].split(".")[0];
  assertEquals(told(3, 1, 0), "The most common mistake (3 of 4): “a” predicted as “b”");
  assertEquals(told(0, 2, 7), "The most common mistake (7 of 9): “c” predicted as “a”");
  for (const few of [told(0, 0, 0), told(1, 0, 0), told(3, 0, 0), told(2, 1, 0)]) {
    assertEquals(few, undefined); // three mistakes or fewer
  }
  assertEquals(told(4, 4, 1), undefined); // none is the most common
});

Deno.test("a class without a name has its number", () => {
  const [cat, other] = classResults([[1, 0], [0, 0]], ["cat"]);
  assertEquals([cat!.class, cat!.f1, other!.class, other!.f1], ["cat", 1, "1", null]);
});
