import { Dataset, evaluate, fit, Network } from "@inkling/inkling";
import { type Display, show } from "@inkling/inkling/notebook";
import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { decodePng } from "../../tasks/images/decode_png.ts";

const DISPLAY = Symbol.for("Jupyter.display");
const HOST = Symbol.for("inkling.show");
const EVIL = '<script>"&\u0000\ud800';

/** The drawing of values, which is whole, escaped, bounded, and asks for no style and no script. */
function drawn(...values: unknown[]): string {
  const { display } = show(...values);
  const svg = display["image/svg+xml"]!;
  assertLess(svg.length, 100_000);
  const open: string[] = [];
  for (const [tag, closing, name, closed] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    assert(!/ (?:style|on\w+)=|NaN|undefined|Infinity/.test(tag), tag);
    assert(!["script", "style", "foreignObject"].includes(name!), tag);
    if (closing) assertEquals(open.pop(), name);
    else if (!closed) open.push(name!);
  }
  assertEquals(open, []);
  assertEquals(svg.replaceAll(/<\/?[a-z]+[^<>]*>/g, "").match(/[<>]/g), null);
  assertMatch(
    svg,
    /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox=/,
  );
  assertMatch(svg, /<rect [^>]*fill="#ffffff"/); // a ground of its own, for dark notebooks
  return svg;
}

/** The letters of a drawing. */
function letters(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

const NUMBERS = Array.from({ length: 30 }, (_, k) => [k, k % 3, -k]);
const table = Dataset.from({
  inputs: NUMBERS,
  labels: NUMBERS.map(([k]) => k! % 3 === 0 ? EVIL : "tame"),
  featureNames: [EVIL, "width", "height"],
});

Deno.test("a network is drawn with its units and weights, a large one shortened", () => {
  const small = new Network([2, 3, 1], { seed: 1 });
  const svg = drawn(small);
  assertEquals(svg.match(/<circle/g)!.length, 6);
  assertEquals(svg.match(/<path/g)!.length, 9);
  assertEquals(letters(svg), [
    "2-3-1: 13 parameters, quadratic cost",
    "0",
    "2 inputs",
    "3 sigmoid",
    "1 sigmoid",
  ]);
  const large = drawn(
    new Network([784, 300, 300, 200, 100, 100, 50, 50, 10], { activation: "relu" }),
  );
  assertEquals(large.match(/<circle/g)!.length, 6 * 10);
  assertEquals(letters(large).filter((text) => text === "⋮").length, 6);
  assertMatch(letters(large)[0]!, /^784-300-300-…-50-50-10: /);
});

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

Deno.test("a table is drawn with its first rows and the shares of its classes", () => {
  const svg = drawn(table);
  const lines = letters(svg).map((line) => line.replaceAll("\u00a0", " ").trim());
  assertEquals(lines[0], "30 examples of 3 features, 2 classes");
  assertMatch(lines[1]!, /script.* +width +height +answer$/);
  assertMatch(lines[2]!, /^0 +0 +0 /);
  assert(lines.includes("20 (66.7 %)"));
});

Deno.test("targets stand beside their rows, and wide data is shortened", () => {
  const inputs = [Array.from({ length: 300 }, (_, k) => k), new Array<number>(300).fill(0)];
  const lines = letters(drawn(Dataset.from({ inputs, targets: [[1, 2, 3, 4], [5, 6, 7, 8]] })));
  assertMatch(lines[2]!, /^.*0.+1.+2.+….+299.+1,.2,.3,.…$/);
  assertLess(lines[2]!.length, 80);
});

Deno.test("a history is drawn as lines of cost and accuracy, and of what was observed", async () => {
  const network = new Network([3, 4, 2], { seed: 1 });
  const history = await fit(network, table, {
    epochs: 3,
    batchSize: 10,
    learningRate: 1,
    validation: table,
  });
  const svg = drawn(history);
  assertEquals(letters(svg).filter((text) => !/\d/.test(text)), [
    "cost",
    "train",
    "validation",
    "accuracy",
    "validation",
  ]);
  const observed = history.epochs.map((epoch) => ({
    ...epoch,
    observed: { gradientNorms: [epoch.number, 2], activations: "none" },
  }));
  const more = letters(drawn(observed));
  assertEquals(more.slice(-3), ["layer 1", "layer 2", "epochs 1 to 3"]);
  assert(more.includes("gradient norms") && !more.includes("activations"));
});

Deno.test("one epoch, a thousand of them and costs that are not finite can be drawn", () => {
  const epoch = (number: number, cost: number) => ({ number, learningRate: 1, train: { cost } });
  drawn([epoch(1, 0.5)]);
  drawn([epoch(1, 0.5), epoch(2, NaN), epoch(3, Infinity)]);
  drawn({ epochs: [epoch(1, NaN)] });
  assertLess(drawn(Array.from({ length: 1000 }, (_, k) => epoch(k + 1, k))).length, 6000);
});

Deno.test("a confusion matrix is drawn, of lists and by names, and one of many classes is cut", () => {
  const network = new Network([3, 2], { seed: 1 });
  const evaluation = evaluate(network, table);
  const text = show(evaluation).display["text/plain"];
  assertMatch(
    text,
    /^\d+ of 30 right, accuracy \d+\.\d %, cost .*\nlabel ↓ +0 +1\n +0 +\d+ +\d+\n/,
  );
  assertEquals(drawn(evaluation).match(/<rect/g)!.length, 1 + 4);
  const confusion = { [EVIL]: { [EVIL]: 1, tame: 2 }, tame: { [EVIL]: 0, tame: 0 } };
  assertStringIncludes(drawn({ size: 3, confusion }), "&lt;script&gt;");
  const many = Array.from({ length: 100 }, () => new Array<number>(100).fill(12_345));
  assertEquals(drawn({ size: 1, confusion: many }).match(/<rect/g)!.length, 1 + 400);
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
  assertEquals(others.display, {
    "text/plain": "1\nundefined\nnull\n5\n[object Object]\n[]\n[[]]\n[[],[1]]\nSymbol(s)",
  });
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
