import { assertEquals } from "@std/assert";
import { WordCounts, wordsIn } from "../../../lib/table/values/words.ts";

Deno.test("words are in small letters, each once", () => {
  assertEquals([...wordsIn("Ring the BELL, ring twice: 24h — a!")], [
    ...["ring", "the", "bell", "twice", "24h"],
  ]);
  assertEquals(wordsIn("-").size, 0);
});

Deno.test("the words of a column are those of 1 % to 90 % of its texts, the commonest first", () => {
  const counts = new WordCounts();
  for (let k = 0; k < 1000; k++) {
    const words = [
      "all",
      k % 2 ? "half" : "",
      k % 4 ? "" : "quarter",
      k < 9 ? "rare" : "",
      `w${k}`,
    ];
    counts.add(words.join(" "));
  }
  assertEquals(counts.chosen, ["half", "quarter"]);
  const few = new WordCounts();
  for (let k = 0; k < 25; k++) few.add(k % 2 ? "one two three" : "four five six");
  assertEquals(few.chosen, ["five", "four"]); // a word for 10 texts
  const many = new WordCounts();
  for (let k = 0; k < 4000; k++) many.add(`a${k % 80} b${k % 70} c${k % 75}`);
  assertEquals(many.chosen.length, 200);
});
