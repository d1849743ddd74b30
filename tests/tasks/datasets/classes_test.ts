import { assertEquals } from "@std/assert";
import { numberLabels, parseClassNames } from "../../../tasks/datasets/classes.ts";

Deno.test("labels from 0 up keep their numbers, in every part alike", () => {
  const { labels, classNames, notes } = numberLabels([[2, 0, 1], [1, 1]]);
  assertEquals(labels, [new Uint8Array([2, 0, 1]), new Uint8Array([1, 1])]);
  assertEquals([classNames, notes], [["0", "1", "2"], []]);
});

Deno.test("labels may start at 1, leave out numbers or be below 0; their names stay", () => {
  assertEquals(numberLabels([[1, 2, 1]]), {
    labels: [new Uint8Array([0, 1, 0])],
    classNames: ["1", "2"],
    notes: ["The labels start at 1"],
  });
  assertEquals(numberLabels([[7, -1], [100]]), {
    labels: [new Uint8Array([1, 0]), new Uint8Array([2])],
    classNames: ["-1", "7", "100"],
    notes: ["Not every number is a label: there are 3 labels from -1 to 100"],
  });
  const many = numberLabels([Array.from({ length: 300 }, (_, k) => k)]);
  assertEquals(many.labels[0], Uint16Array.from({ length: 300 }, (_, k) => k));
});

Deno.test("names are numbered in sorted order, by code units", () => {
  const { labels, classNames } = numberLabels([["b", "a, 🙂", "b"], ["Z"]]);
  assertEquals(classNames, ["Z", "a, 🙂", "b"]);
  assertEquals(labels, [new Uint8Array([2, 1, 2]), new Uint8Array([0])]);
});

Deno.test("a list names the classes, those too that no example has", () => {
  const names = ["a", "b", "c"];
  assertEquals(numberLabels([[0, 1]], names).classNames, names);
  assertEquals(numberLabels([[0, 2]], names).labels, [new Uint8Array([0, 2])]);
  assertEquals(numberLabels([[1, 3]], names), {
    labels: [new Uint8Array([0, 2])],
    classNames: names,
    notes: ["The labels start at 1, and the first name is that of label 1"],
  });
  assertEquals(numberLabels([[1, 2]], names).labels, [new Uint8Array([1, 2])]); // b and c
  assertEquals(numberLabels([["c", "b"]], names).labels, [new Uint8Array([2, 1])]);
});

Deno.test("a file of names has one a line, whatever ends its lines", () => {
  assertEquals(parseClassNames("\ufeffT-shirt, top\r\n🙂 \rb\n\n"), ["T-shirt, top", "🙂", "b"]);
});
