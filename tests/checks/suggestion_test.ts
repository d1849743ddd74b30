import { assertEquals } from "@std/assert";
import { suggestion } from "../../lib/checks/suggestion.ts";

const KNOWN = ["epochs", "batchSize", "learningRate"];

Deno.test("a slip of the fingers gets the word that was meant", () => {
  assertEquals(suggestion("epoch", KNOWN), ", did you mean epochs?");
  assertEquals(suggestion("lerningrate", KNOWN), ", did you mean learningRate?");
});

Deno.test("of words equally near the first is suggested", () => {
  assertEquals(suggestion("sed", ["seed", "shed"]), ", did you mean seed?");
});

Deno.test("a word far from all names gets no suggestion", () => {
  assertEquals(suggestion("colour", KNOWN), "");
  assertEquals(suggestion("epochs", []), "");
  assertEquals(suggestion("0", ["k", "j"]), ""); // another letter is another word
  assertEquals(suggestion("K", ["j", "k"]), ", did you mean k?");
});

Deno.test("a word of a million letters is far from all names, and is not compared letter by letter", () => {
  const known = ["epochs", "y".repeat(500_000)]; // letter by letter this is an hour's work
  assertEquals(suggestion("x".repeat(1_000_000), known), "");
});
