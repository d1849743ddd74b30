import { assert, assertEquals, assertGreater } from "@std/assert";
import { leaksIn } from "../../../lib/table/verdict/leaks.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { Dataset } from "../../../mod.ts";

const random = new RandomStream(5, "data");
const SIZE = 600;
const rows = Array.from({ length: SIZE }, (_, k) => k);
const draw = (of: (k: number) => number) => rows.map(of);

const price = draw(() => 3 * random.normal()).map((x) => Math.exp(x / 3)); // with a long tail
const noise = (size: number) => (y: number) => y + size * random.normal();

const namesOf = (data: Dataset, columns: Record<string, number[]>, of = rows) => {
  const named = Object.entries(columns).map(([name, values]) => ({ name, values }));
  return leaksIn(named, data, of).map(({ name }) => name);
};

Deno.test("of quantities a column that gives the target away is a leak, and a merely good one is not", () => {
  const data = Dataset.from({ inputs: price.map(() => [0]), targets: price });
  const columns = {
    "price with tax": price.map((y) => Math.round(119 * y) / 100),
    "its logarithm": price.map((y) => Math.log(y)),
    "its rank": price.map((y) => price.filter((other) => other < y).length),
    "half a percent off": price.map((y) => y * noise(0.005)(1)),
    "R² of 95 %": price.map(noise(0.25 * 0.95)),
    "nothing": draw(() => random.normal()),
    "constant": draw(() => 4),
  };
  assertEquals(namesOf(data, columns), Object.keys(columns).slice(0, 4));
});

Deno.test("of classes a rule, a level, or a missing value that only one class has is a leak", () => {
  const labels = draw(() => random.uniform() < 0.3 ? 1 : 0);
  const data = Dataset.from({ inputs: labels.map(() => [0]), labels: labels.map(String) });
  const flipped = (share: number) =>
    labels.map((label) => random.uniform() < share ? 1 - label : label);
  const columns = {
    "date of payment": labels.map((label) => label === 1 ? NaN : random.normal()),
    "status": labels.map((label) => 3 * label + random.below(3)),
    "amount": labels.map((label) =>
      label === 1 ? 5 + random.uniform() : 6.1 + random.normal() ** 2
    ),
    "95 %": flipped(0.05),
    "a coin": draw(() => random.below(2)),
  };
  assertEquals(namesOf(data, columns), Object.keys(columns).slice(0, 3));
});

Deno.test("a row is not answered by itself: a number of its own for each row is no leak", () => {
  const labels = draw(() => random.below(2));
  const data = Dataset.from({ inputs: labels.map(() => [0]), labels: labels.map(String) });
  assertEquals(namesOf(data, { id: draw((k) => k), shuffled: draw(() => random.uniform()) }), []);
});

Deno.test("a leak is looked for in the chosen rows, and not in a handful", () => {
  const data = Dataset.from({ inputs: price.map(() => [0]), targets: price });
  const half = price.map((y, k) => k < 300 ? y : 0);
  assertEquals(namesOf(data, { half }), []);
  assertEquals(namesOf(data, { half }, rows.slice(0, 300)), ["half"]);
  assertEquals(namesOf(data, { price }, rows.slice(0, 9)), []);
  const same = Dataset.from({ inputs: price.map(() => [0]), targets: price.map(() => 7) });
  assertEquals(namesOf(same, { price }), []);
});

Deno.test("a leak is found with its share", () => {
  const data = Dataset.from({ inputs: price.map(() => [0]), targets: price });
  const [leak] = leaksIn([{ name: "total", values: price }], data, rows);
  assert(leak !== undefined);
  assertGreater(leak.share, 0.99);
});
