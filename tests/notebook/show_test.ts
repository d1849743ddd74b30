import { Dataset, evaluate, fit, Network } from "@inkling/inkling";
import { type Display, show } from "@inkling/inkling/notebook";
import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { decodePng } from "../../tasks/images/decode_png.ts";
import { drawn, EVIL, table } from "./drawn.ts";

const DISPLAY = Symbol.for("Jupyter.display");
const HOST = Symbol.for("inkling.show");
Deno.test("positive and negative weights differ by dashes, and those not finite are left out", () => {
  const network = new Network([1, 3], { classNames: [EVIL, "b", "c"] });
  network.weights[0]!.values.set([2, -1, NaN]);
  const [positive, negative] = [...drawn(network).matchAll(/<g stroke=[^>]*>(.*?)<\/g>/g)];
  assertEquals([positive![1], negative![1]].map((paths) => paths!.match(/<path/g)!.length), [1, 1]);
  assertEquals([positive![0], negative![0]].map((g) => g.includes("stroke-dasharray")), [
    false,
    true,
  ]);
  assertStringIncludes(drawn(network), "&lt;script&gt;&quot;&amp;");
});

Deno.test("images are drawn as pictures with their labels, ink dark", async () => {
  const pixels = new Uint8Array(30 * 6).map((_, k) => k);
  const labels = Uint8Array.from({ length: 30 }, (_, k) => k % 10);
  const data = new Dataset({ pixels, labels, features: 6, classes: 10, shape: [2, 3] });
  const svg = drawn(data);
  const uris = [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)];
  assertEquals(uris.length, 20);
  const png = await decodePng(Uint8Array.fromBase64(uris[1]![1]!));
  assertEquals([png.width, png.height], [3, 2]);
  const grays = Array.from({ length: 6 }, (_, k) => png.data[4 * k]);
  assertEquals(grays, [6, 7, 8, 9, 10, 11].map((byte) => 255 - byte));
  assertStringIncludes(svg, "30 examples of 6 features, 10 classes; the first 20");
  assertStringIncludes(svg, "3 (10.0 %)");
});

Deno.test("pictures in color keep their colors, and large ones are few", async () => {
  const side = 100;
  const inputs = new Float32Array(4 * side * side * 3).map((_, k) => (k % 7) / 2 - 1);
  const targets = new Float32Array(4).fill(1);
  const data = new Dataset({
    inputs,
    targets,
    features: side * side * 3,
    outputs: 1,
    shape: [side, side, 3],
  });
  const [uri, ...more] = [...drawn(data).matchAll(/href="data:image\/png;base64,([^"]+)"/g)];
  assertEquals(more, []);
  const png = await decodePng(Uint8Array.fromBase64(uri![1]!));
  assertEquals([...png.data.subarray(0, 8)], [0, 43, 85, 255, 128, 170, 213, 255]);
});

Deno.test("one epoch, a thousand of them and costs that are not finite can be drawn", () => {
  const epoch = (number: number, cost: number) => ({ number, learningRate: 1, train: { cost } });
  drawn([epoch(1, 0.5)]);
  drawn([epoch(1, 0.5), epoch(2, NaN), epoch(3, Infinity)]);
  drawn({ epochs: [epoch(1, NaN)] });
  assertLess(drawn(Array.from({ length: 1000 }, (_, k) => epoch(k + 1, k))).length, 6000);
});

Deno.test("rows of numbers are gray levels, the least white and the largest black", async () => {
  const svg = drawn([[-1, 0], [0.5, 1]]);
  const [, base64] = /href="data:image\/png;base64,([^"]+)"/.exec(svg)!;
  const { data } = await decodePng(Uint8Array.fromBase64(base64!));
  assertEquals([0, 4, 8, 12].map((k) => data[k]), [255, 127, 64, 0]);
  assertEquals(drawn([[[1, 2]], [new Float32Array([3, NaN])]]).match(/<image/g)!.length, 2);
  const large = Array.from({ length: 500 }, () => new Float32Array(500));
  drawn([large, large, large]);
});

Deno.test("values stand one below the other; what cannot be drawn is text", () => {
  const { display } = show("Two", new Network([1, 1]), { a: 1 });
  assertMatch(display["text/plain"], /^Two\nNetwork \[1, 1\][^]*\n\{"a":1\}$/);
  assertMatch(drawn("Two\nlines", [[1]], EVIL), /Two/);
  const circle: Record<string, unknown> = {};
  circle["circle"] = circle;
  const others = show(1, undefined, null, 5n, circle, [], [[]], [[], [1]], Symbol("s"));
  assertEquals(others.display["text/plain"].split("\n"), [
    ..."1 undefined null 5".split(" "),
    "[object Object]",
    "[]",
    "[[]]",
    "[[],[1]]",
    "Symbol(s)",
  ]);
  assertEquals(Object.keys(others.display), ["text/plain"]);
  assertEquals(show().display, { "text/plain": "" });
});

Deno.test("networks, data sets, histories and evaluations display themselves, and nothing else of them changes", async () => {
  const network = new Network([3, 2], { seed: 1 });
  const history = await fit(network, table, { epochs: 1, batchSize: 10, learningRate: 1 });
  const evaluation = evaluate(network, table);
  for (const value of [network, table, history, evaluation] as object[]) {
    const { [DISPLAY]: display } = value as { [DISPLAY](): Display };
    assertEquals(display.call(value), show(value).display);
    assert(!(DISPLAY in { ...value }));
  }
  assertEquals({ ...evaluation }, evaluation);
  assertEquals(Object.keys(history), ["epochs", "kept", "ended", "warnings"]);
  assertEquals(Deno.inspect(evaluation), Deno.inspect({ ...evaluation }));
  assertMatch(Deno.inspect(history), /^History of 1 epoch, all done/);
  assertEquals(JSON.parse(JSON.stringify(history)).kept, 1);
  assertEquals(DISPLAY in {} || DISPLAY in [], false);
});

Deno.test("a host takes what is shown, once a call", () => {
  const taken: unknown[] = [];
  Reflect.set(globalThis, HOST, (shown: unknown) => taken.push(shown));
  try {
    const shown = show("a", "b");
    assertEquals(taken.length, 1);
    assert(taken[0] === shown);
    assertEquals(Deno.inspect(shown), "a\nb");
  } finally {
    Reflect.deleteProperty(globalThis, HOST);
  }
});
