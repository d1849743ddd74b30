import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { RandomStream, shuffle, threefry } from "../../lib/numerics/random.ts";

Deno.test("threefry gives the known answers of Random123", () => {
  // The lines "threefry2x32 20" of the known answers that come with Salmon et al.'s Random123.
  const known: [counter: [number, number], key: [number, number], words: [number, number]][] = [
    [[0, 0], [0, 0], [0x6b200159, 0x99ba4efe]],
    [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x1cb996fc, 0xbb002be7]],
    [[0x243f6a88, 0x85a308d3], [0x13198a2e, 0x03707344], [0xc4923a9c, 0x483df7a0]],
  ];
  for (const [[counter0, counter1], key, words] of known) {
    const out = new Uint32Array(2);
    threefry(out, new Uint32Array(key), counter0, counter1);
    assertEquals([...out], words);
  }
});

Deno.test("a stream is a function of its seed, purpose and index", () => {
  const first = (seed: number, purpose: "weights" | "shuffle", index: number) =>
    Array.from({ length: 4 }, function (this: RandomStream) {
      return this.uint32();
    }, new RandomStream(seed, purpose, index));
  assertEquals(first(1, "weights", 0), first(1, "weights", 0));
  const streams = [
    first(1, "weights", 0),
    first(2, "weights", 0),
    first(1, "shuffle", 0),
    first(1, "weights", 1),
    first(1 + 2 ** 32, "weights", 0),
  ];
  assertEquals(new Set(streams.map(String)).size, streams.length);
  new RandomStream(2 ** 53 - 1, "weights"); // the largest seed
});

Deno.test("the numbers of a stream never change, or published results would", () => {
  const stream = new RandomStream(1, "weights", 0);
  assertEquals([stream.uint32(), stream.uint32(), stream.uint32()], WORDS);
  assertEquals(new RandomStream(1, "biases", 0).normal(), NORMAL);
  const order = Uint32Array.from({ length: 8 }, (_, k) => k);
  shuffle(order, new RandomStream(1, "shuffle", 1));
  assertEquals([...order], ORDER);
});

Deno.test("uniform numbers fill [0, 1) evenly", () => {
  const stream = new RandomStream(3, "weights");
  const counts = new Array<number>(10).fill(0);
  for (let k = 0; k < 100_000; k++) {
    const u = stream.uniform();
    assert(u >= 0 && u < 1);
    counts[Math.floor(10 * u)]!++;
  }
  // 10,000 are expected in each tenth, with a deviation of 95: five of them.
  for (const count of counts) assertAlmostEquals(count, 10_000, 475);
});

Deno.test("normal numbers have the moments of the standard normal distribution", () => {
  const stream = new RandomStream(4, "weights");
  const size = 200_000;
  const moments = [0, 0, 0, 0];
  for (let k = 0; k < size; k++) {
    const x = stream.normal();
    for (let p = 0; p < 4; p++) moments[p]! += x ** (p + 1) / size;
  }
  // The deviations of the means of x, x², x³, x⁴ are √(1, 2, 15, 96) / √size: five of them.
  for (const [p, [expected, variance]] of [[0, 1], [1, 2], [0, 15], [3, 96]].entries()) {
    assertAlmostEquals(moments[p]!, expected!, 5 * Math.sqrt(variance! / size));
  }
});

Deno.test("below gives each number as often, also where n does not divide 2^32", () => {
  const stream = new RandomStream(5, "shuffle");
  const counts = new Array<number>(7).fill(0);
  for (let k = 0; k < 70_000; k++) counts[stream.below(7)]!++;
  for (const count of counts) assertAlmostEquals(count, 10_000, 465);
  assertEquals(stream.below(1), 0);
});

Deno.test("below never favours: a word past the last multiple of n is drawn again", () => {
  const stream = new RandomStream(6, "shuffle");
  const n = 3 * 2 ** 30; // a quarter of all words is past it
  const counts = [0, 0, 0];
  for (let k = 0; k < 30_000; k++) counts[Math.floor(stream.below(n) / 2 ** 30)]!++;
  for (const count of counts) assertAlmostEquals(count, 10_000, 410);
});

Deno.test("a shuffle keeps every item, every order of three comes up, and two epochs differ", () => {
  const orders = new Map<string, number>();
  for (let epoch = 0; epoch < 6000; epoch++) {
    const items = new Uint32Array([0, 1, 2]);
    shuffle(items, new RandomStream(7, "shuffle", epoch));
    assertEquals([...items].sort(), [0, 1, 2]);
    orders.set(String(items), (orders.get(String(items)) ?? 0) + 1);
  }
  assertEquals(orders.size, 6);
  for (const count of orders.values()) assertAlmostEquals(count, 1000, 145);
  const shuffled = (epoch: number) => {
    const items = Uint32Array.from({ length: 100 }, (_, k) => k);
    shuffle(items, new RandomStream(1, "shuffle", epoch));
    return [...items];
  };
  assertNotEquals(shuffled(1), shuffled(2));
});

const WORDS = [3551563625, 1672607787, 3967898987];
const NORMAL = -0.19532009448544435;
const ORDER = [1, 5, 0, 6, 7, 4, 2, 3];
