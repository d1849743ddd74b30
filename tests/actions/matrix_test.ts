import { assertEquals, assertThrows } from "@std/assert";
import { combinations } from "./matrix.ts";

Deno.test("a matrix is every combination of its values, the first axis slowest", () => {
  assertEquals(combinations({ a: [1, 2], b: ["x", "y"] }), [
    { a: 1, b: "x" },
    { a: 1, b: "y" },
    { a: 2, b: "x" },
    { a: 2, b: "y" },
  ]);
});

Deno.test("exclude takes combinations away", () => {
  assertEquals(combinations({ a: [1, 2], b: [3, 4], exclude: [{ a: 1, b: 3 }, { b: 4 }] }), [
    { a: 2, b: 3 },
  ]);
});

Deno.test("include adds to the combinations that it does not change, or is one of its own", () => {
  const include = [{ color: "green" }, { color: "pink", animal: "cat" }, { fruit: "fig", a: 1 }];
  assertEquals(combinations({ fruit: ["apple", "pear"], animal: ["cat", "dog"], include }), [
    { fruit: "apple", animal: "cat", color: "pink" },
    { fruit: "apple", animal: "dog", color: "green" },
    { fruit: "pear", animal: "cat", color: "pink" },
    { fruit: "pear", animal: "dog", color: "green" },
    { fruit: "fig", a: 1 },
  ]);
});

Deno.test("a matrix without a combination, or with more than 256, is refused", () => {
  assertThrows(() => combinations({ shard: [] }), RangeError, "no combination");
  const shard = Array.from({ length: 257 }, (_, k) => k);
  assertThrows(() => combinations({ shard }), RangeError, "257 jobs");
});
