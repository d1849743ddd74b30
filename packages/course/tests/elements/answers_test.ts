import { assertEquals } from "@std/assert";
import { numbersIn, verdictOf } from "../../elements/answers.ts";

Deno.test("a number may have a comma, any minus sign, and groups of three digits", () => {
  const texts = ["0.62", " 0,62 ", "−3", "-3", "1e-3", "60 000", "", "x", "1,2,3", ".5"];
  const numbers = [[0.62], [0.62], [-3], [-3], [0.001], [60000], [], [], [], [0.5]];
  assertEquals(texts.map(numbersIn), numbers);
  assertEquals(["4,709", "60.000", "0.820", "1,234,567"].map(numbersIn), [
    [4.709, 4709],
    [60, 60000],
    [0.82],
    [1234567],
  ]);
});

Deno.test("a number is right within the tolerance, its ends included", () => {
  const answer = { answer: "0.62", tolerance: 0.01 };
  assertEquals(
    ["0.62", "0,63", "0.61", "0.6301", "0", "none"].map((typed) => verdictOf(typed, answer)),
    ["right", "right", "right", "wrong", "wrong", "noNumber"],
  );
  assertEquals(verdictOf("7", { answer: "7", tolerance: 0 }), "right");
});

Deno.test("around a number there may be words, units and a full stop, as a chapter has them", () => {
  const texts = ["868 of 1000.", "4,709 weights", "about 0.62.", "δ = −0.032", "97 %", "1/256"];
  const numbers = [[868], [4.709, 4709], [0.62], [-0.032], [97, 0.97], [1 / 256]];
  assertEquals(texts.map(numbersIn), numbers);
});

Deno.test("a word is right whatever its case, article, spaces and full stop", () => {
  const answer = { answer: "hidden", tolerance: 0, also: "hidden layer,hidden layers" };
  const typed = ["Hidden.", "a hidden layer", " the “hidden” layers", "un-hidden", "layer", ""];
  assertEquals(typed.map((text) => verdictOf(text, answer)), [
    "right",
    "right",
    "right",
    "wrong",
    "wrong",
    "wrong",
  ]);
});

Deno.test("behind yes or no somebody may say why", () => {
  const answer = { answer: "no", tolerance: 0 };
  assertEquals(
    ["No.", "no, they stay alike", "not", "yes, no"].map((typed) => verdictOf(typed, answer)),
    ["right", "right", "wrong", "wrong"],
  );
});

Deno.test("of a hash six digits are enough, and more must agree", () => {
  const answer = { answer: "sha256:73083ee3aa79", tolerance: 0 };
  const typed = [
    "73083e.",
    "73083EE3AA79",
    "sha256:73083ee3",
    "73083ee3aa79b0",
    "73083",
    "word",
    "73083f",
  ];
  const verdicts = ["right", "right", "right", "right", "noHash", "noHash", "wrong"] as const;
  assertEquals(typed.map((text) => verdictOf(text, answer)), [...verdicts]);
});
