import { assertEquals } from "@std/assert";
import { binsOf } from "../../../lib/table/baselines/bins.ts";

const columnOf = (cells: readonly number[], options = {}) => [...binsOf(cells, 1, options).bins];

Deno.test("few numbers have a bin each, and others go to the nearer one", () => {
  const cells = [3, 1, 2, 1, 3, 1.4, 1.6, -9, 99];
  const options = { fitting: Uint32Array.of(0, 1, 2, 3, 4) };
  assertEquals(columnOf(cells, options), [2, 0, 1, 0, 2, 0, 1, 0, 2]);
  assertEquals(binsOf(cells, 1, options).counts, [3]);
});

Deno.test("many numbers have bins of as many rows", () => {
  const cells = Array.from({ length: 64 }, (_, k) => (k * 37) % 64);
  const { bins, counts } = binsOf(cells, 1);
  assertEquals(counts, [16]);
  assertEquals([...bins], cells.map((cell) => cell >> 2));
});

Deno.test("a number that most rows have is one bin", () => {
  const cells = Array.from({ length: 100 }, (_, k) => k < 80 ? 0 : k);
  const { bins, counts } = binsOf(cells, 1);
  assertEquals(counts, [4]);
  assertEquals(new Set(bins.subarray(0, 80)), new Set([0]));
  assertEquals(bins[99], 3);
});

Deno.test("levels have bins by how common they are, and an unseen one shares the last bin", () => {
  const cells = [7, 5, 5, 9, 9, 9, 4];
  const options = { levels: [0], fitting: Uint32Array.of(0, 1, 2, 3, 4, 5) };
  assertEquals(columnOf(cells, options), [2, 1, 1, 0, 0, 0, 3]);
  assertEquals(binsOf(cells, 1, options).counts, [4]);
  const many = Array.from({ length: 400 }, (_, k) => k);
  const { bins, counts } = binsOf(many, 1, { levels: [0] });
  assertEquals([counts, bins[0], bins[254], bins[399]], [[256], 0, 254, 255]);
});

Deno.test("bins stand column by column", () => {
  assertEquals([...binsOf([1, 5, 2, 6, 3, 4], 2).bins], [0, 1, 2, 1, 2, 0]);
});

Deno.test("adjacent numbers of float64 stay in two bins", () => {
  const next = 1 + Number.EPSILON;
  assertEquals(columnOf([1, next, 1, next]), [0, 1, 0, 1]);
});
