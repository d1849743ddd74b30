import { assertEquals } from "@std/assert";
import { matrix } from "../../../../mod.ts";
import { inspect, printed } from "../../elements/inspect.ts";

Deno.test("values are printed as Deno prints them", () => {
  const values: unknown[] = [
    1.5,
    -0,
    3n,
    true,
    null,
    undefined,
    "a\nb",
    Symbol("s"),
    [],
    {},
    [1, "x"],
    [[1], [2]],
    { a: 1, "b-c": "d" },
    new Float32Array([0.5, 2]),
    new Map([["a", 1]]),
    new Set([1]),
    Deno.inspect,
    class A {},
    Object.assign(Object.create(null), { a: 1 }),
    [undefined],
  ];
  for (const value of values) {
    assertEquals(inspect(value), Deno.inspect(value, { colors: false }), Deno.inspect(value));
  }
});

Deno.test("texts stand as they are, with a space between values", () => {
  assertEquals(printed(["error", 0.5, "of", [1]]), "error 0.5 of [ 1 ]");
});

Deno.test("our objects print their own text", () => {
  assertEquals(inspect(matrix([[1, 2]])), Deno.inspect(matrix([[1, 2]])));
});

Deno.test("what is long is in lines, and of many items the first are printed", () => {
  const text = inspect(Array.from({ length: 150 }, (_, k) => k));
  assertEquals(text.split("\n")[0], "[");
  assertEquals(text.includes(" 99,"), true);
  assertEquals(text.endsWith("… 50 more,\n]"), true);
  assertEquals(inspect({ a: "x".repeat(80), b: 1 }), `{\n  a: "${"x".repeat(80)}",\n  b: 1,\n}`);
});

Deno.test("what holds itself, and what is deep, ends", () => {
  const circle: Record<string, unknown> = {};
  circle.own = circle;
  assertEquals(inspect(circle), "{ own: [Circular] }");
  assertEquals(inspect([[[[[1]]]]]), "[ [ [ [ [Array] ] ] ] ]");
});
