import { Dataset, evaluate, fit, Network } from "@inkling/inkling";
import { type Display, show } from "@inkling/inkling/notebook";
import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { decodePng } from "../../tasks/images/decode_png.ts";
import { matrix } from "../../lib/document/blocks.ts";
import { html } from "../../lib/document/html.ts";
import { blocks } from "../../lib/document/page.ts";
import { drawn, EVIL, table } from "./drawn.ts";

const DISPLAY = Symbol.for("Jupyter.display");
const HOST = Symbol.for("inkling.show");

/** The files of a drawing's pictures. */
function files(html: string): Uint8Array<ArrayBuffer>[] {
  return [...html.matchAll(/src="data:image\/png;base64,([^"]+)"/g)]
    .map(([, base64]) => Uint8Array.fromBase64(base64!));
}

/** Every fourth of a picture's samples from another on: the opacity of its ink from 3. */
function samplesOf({ data }: { readonly data: ArrayLike<number> }, from: number): number[] {
  return Array.from(data).filter((_, k) => k % 4 === from);
}

Deno.test("a network is a table of its layers, and of many the first and last", async () => {
  const network = new Network([2, 3, 1]);
  network.weights[1]!.values.set([2, -1, NaN]);
  assertStringIncludes(
    await drawn(network),
    "<td>3</td><td>1</td><td>sigmoid</td><td>-1 to 2</td></tr>",
  );
  const deep = await drawn(new Network(new Array(20).fill(1)));
  assertEquals(deep.match(/<th scope="row">/g)!.length, 7);
});

Deno.test("images are drawn as pictures with their labels, ink dark", async () => {
  const pixels = new Uint8Array(30 * 6).map((_, k) => k);
  const labels = Uint8Array.from({ length: 30 }, (_, k) => k % 10);
  const data = new Dataset({ pixels, labels, features: 6, classes: 10, shape: [2, 3] });
  const html = await drawn(data);
  assertEquals(files(html).length, 20);
  const png = await decodePng(files(html)[19]!);
  assertEquals([png.width, png.height], [3, 2]);
  const levels = Array.from({ length: 6 }, (_, k) => 17 * Math.round((114 + k) / 17));
  assertEquals(samplesOf(png, 3), levels);
  assertStringIncludes(html, "30 examples of 6 features, 10 classes; the first 20");
  assertStringIncludes(html, "3 (10.0\u00a0%)");
});

Deno.test("pictures in color keep their colors, and large ones are few", async () => {
  const side = 100;
  const inputs = new Float32Array(4 * side * side * 3).map((_, k) => (k % 3) / 2);
  const targets = new Float32Array(4).fill(1);
  const data = new Dataset({
    inputs,
    targets,
    features: side * side * 3,
    outputs: 1,
    shape: [side, side, 3],
  });
  const [file, ...more] = files(await drawn(data));
  assertEquals(more, []);
  const png = await decodePng(file!);
  assertEquals([...png.data.subarray(0, 8)], [0, 128, 255, 255, 0, 128, 255, 255]);
});

Deno.test("one epoch, a thousand of them and costs that are not finite can be drawn", async () => {
  const epoch = (number: number, cost: number) => ({ number, learningRate: 1, train: { cost } });
  await drawn([epoch(1, 0.5)]);
  await drawn([epoch(1, 0.5), epoch(2, NaN), epoch(3, Infinity)]);
  const { display } = show({ epochs: [epoch(1, NaN)] });
  assertEquals(Object.keys(await display), ["text/plain"]);
  assertLess((await drawn(Array.from({ length: 1000 }, (_, k) => epoch(k + 1, k)))).length, 8000);
});

Deno.test("what was observed of the layers has a chart for each name", async () => {
  const train = { cost: 1 };
  const observed = { gradientNorms: [1, 2], names: ["a"], dead: new Float32Array(2) };
  const html = await drawn([1, 2].map((number) => ({ number, train, observed })));
  assertEquals([...html.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title), [
    "Cost",
    "Gradient norms",
    "Dead",
  ]);
  assertEquals(html.match(/layer 2<\/li>/g)!.length, 2);
});

Deno.test("a confusion matrix has at most 20 classes, as a picture and as text", async () => {
  const row = new Array(30).fill(0);
  const confusion = row.map((_, r) => row.map((_, c) => r === c ? 7 : 1));
  const evaluation = { size: 1080, correct: 210, accuracy: 210 / 1080, confusion };
  const html = await drawn(evaluation);
  assertEquals(html.match(/<td class="right">7<\/td>/g)!.length, 20);
  assertStringIncludes(
    html,
    "210 of 1,080 right, accuracy 19.4\u00a0%, the first 20 of 30 classes",
  );
  assertEquals(show(evaluation).text.split("\n").length, 22);
});

Deno.test("rows of numbers are gray levels, the least white and the largest black", async () => {
  const [file] = files(await drawn([[-1, 0], [0.5, 1]]));
  assertEquals(samplesOf(await decodePng(file!), 3), [0, 136, 187, 255]);
  assertEquals(files(await drawn([[[1, 2]], [new Float32Array([3, NaN])]])).length, 2);
  const large = Array.from({ length: 500 }, () => new Float32Array(500));
  assertStringIncludes(await drawn([large, large, large]), "The first 1 of 3");
});

Deno.test("values stand one below the other; what cannot be drawn is text", async () => {
  const shown = show("Two", new Network([1, 1]), { a: 1 });
  assertMatch(shown.text, /^Two\nNetwork \[1, 1\][^]*\n\{"a":1\}$/);
  assertEquals((await shown.display)["text/plain"], shown.text);
  assertMatch(await drawn("Two\nlines", [[1]], EVIL), /Two[^]*&lt;script&gt;&quot;&amp;/);
  const circle: Record<string, unknown> = {};
  circle["circle"] = circle;
  const others = show(1, undefined, null, 5n, circle, [], [[]], [[], [1]], Symbol("s"));
  assertEquals(others.text.split("\n"), [
    ..."1 undefined null 5".split(" "),
    "[object Object]",
    "[]",
    "[[]]",
    "[[],[1]]",
    "Symbol(s)",
  ]);
  assertEquals(Object.keys(await others.display), ["text/plain"]);
  assertEquals(await show().display, { "text/plain": "" });
});

Deno.test("values are shown as they are when they are shown", async () => {
  const pixels = new Uint8Array(20 * 4).fill(255);
  const data = new Dataset({
    pixels,
    labels: new Uint8Array(20),
    features: 4,
    classes: 1,
    shape: [2, 2],
  });
  const { display } = show(data);
  pixels.fill(0);
  const last = files((await display)["text/html"]!).at(-1)!;
  assertEquals(samplesOf(await decodePng(last), 3), [255, 255, 255, 255]);
});

Deno.test("networks, data sets, histories and evaluations display themselves, and nothing else of them changes", async () => {
  const network = new Network([3, 2], { seed: 1 });
  const history = await fit(network, table, { epochs: 1, batchSize: 10, learningRate: 1 });
  const evaluation = evaluate(network, table);
  for (const value of [network, table, history, evaluation] as object[]) {
    const { [DISPLAY]: display } = value as { [DISPLAY](): Promise<Display> };
    assertEquals(await display.call(value), await show(value).display);
    assert(!(DISPLAY in { ...value }));
  }
  assertEquals({ ...evaluation }, evaluation);
  assertEquals(Object.keys(history), ["epochs", "kept", "ended", "warnings"]);
  assertEquals(Deno.inspect(evaluation), Deno.inspect({ ...evaluation }));
  assertMatch(Deno.inspect(history), /^History of 1 epoch, all done/);
  assertEquals(JSON.parse(JSON.stringify(history)).kept, 1);
  assertEquals(DISPLAY in {} || DISPLAY in [], false);
});

Deno.test("what a notebook shows of a run is what its report shows, to the markup", async () => {
  const names = ["no", "yes"];
  const confusion = [[5, 1], [2, 4]];
  const label = "Confusion matrix";
  const expected = matrix({ label, axes: ["actual", "predicted"], names, counts: confusion });
  const evaluation = { size: 12, confusion: { no: { no: 5, yes: 1 }, yes: { no: 2, yes: 4 } } };
  assertStringIncludes(await drawn(evaluation), html`${blocks(expected)}`.text.trim());
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
