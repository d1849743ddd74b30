import { assertEquals, assertMatch } from "@std/assert";
import { chapterOf } from "../../site/chapter.ts";
import { CHAPTER } from "./chapter_fixture.ts";

Deno.test("a chapter is its text, cells, figures and exercises, in order", () => {
  const { title, parts } = chapterOf(CHAPTER);
  assertEquals(title, "Neurons");
  assertEquals(
    parts.map(({ kind }) => kind).join(" "),
    "markdown cell markdown cell cell cell markdown figure markdown exercise exercise markdown",
  );
  const [first, cell, printed, continued, , , shown, figure, , exercise, word] = parts;
  assertMatch(first!.kind === "markdown" ? first!.text : "", /x_j \+ b\n\$\$$/);
  assertMatch(cell!.kind === "cell" ? cell!.code : "", /^import [^]*\nshow\(data, network\);$/);
  assertEquals([cell, continued].map((part) => part!.kind === "cell" && part!.isContinued), [
    false,
    true,
  ]);
  assertEquals(printed, { kind: "markdown", text: "```text\n2-4-2\n```" });
  assertEquals(shown, { kind: "markdown", text: "```js\n<ink-nothing>\n```" });
  assertEquals(figure, {
    kind: "figure",
    tag: "ink-network",
    attributes: { sizes: "2,3,1" },
    text: "A network of 2, 3 and 1 units.",
  });
  assertEquals(exercise, {
    kind: "exercise",
    answer: "0.5",
    tolerance: "0.01",
    hint: "σ(0) < 1 & half of it.",
    question: "What is $\\sigma(0)$?",
  });
  assertEquals(word, {
    kind: "exercise",
    answer: "hidden",
    question: "What is the layer called?",
  });
});

Deno.test("a figure may stand on one line, a longer fence hold a cell, and lines end as on Windows", () => {
  const text =
    '# T\n\n<ink-neuron w="6" b="-2"></ink-neuron>\n\n````md\n```js cell\n1\n```\n````\n';
  const { parts } = chapterOf(text.replaceAll("\n", "\r\n"));
  assertEquals(parts[1], {
    kind: "figure",
    tag: "ink-neuron",
    attributes: { w: "6", b: "-2" },
    text: "",
  });
  assertEquals(parts[2], { kind: "markdown", text: "````md\n```js cell\n1\n```\n````" });
});
