/** The sentences of notebooks and the letters of their drawings, each pinned once; those with addresses are in `load_digits_test.ts`. */

import { Dataset, evaluate, fit, Network } from "@inkling/inkling";
import { check, show } from "@inkling/inkling/notebook";
import { each, pinnedIn } from "../helpers/pinned.ts";
import { drawn, EVIL, letters, table } from "./drawn.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** The key of an exercise whose answer is 2. */
const TWO = btoa(JSON.stringify(["2", "0"]));

pin("notebooks", [
  () => check("1-neurons", 1),
  () => check(btoa("[]"), 1),
  () => check(5 as unknown as string),
  ...each(
    "the answer",
    [undefined, "two", 3],
    (answer) => check(TWO, answer).display["text/plain"],
  ),
]);

/** How many shapes of each kind a drawing has, and its letters. */
function drawing(...values: unknown[]): string {
  const svg = drawn(...values);
  const shapes = ["circle", "path", "rect", "image", "polyline"].map((name) =>
    `${svg.match(new RegExp(`<${name}\\b`, "g"))?.length ?? 0} ${name}`
  );
  return [shapes.join(", "), ...letters(svg)].join("\n").replaceAll("\u00a0", " ");
}

const MANY = Array(100).fill(new Array<number>(100).fill(12_345));
const LARGE = [784, 300, 300, 200, 100, 100, 50, 50, 10];
const wide = Array.from({ length: 300 }, (_, k) => k);
const blank = new Array<number>(300).fill(0);
const TRAINING = { epochs: 3, batchSize: 10, learningRate: 1, validation: table };
const learned = () => fit(new Network([3, 4, 2], { seed: 1 }), table, TRAINING);
const evaluation = evaluate(new Network([3, 2], { seed: 1 }), table);
const confusion = { [EVIL]: { [EVIL]: 1, tame: 2 }, tame: { [EVIL]: 0, tame: 0 } };

/** What is drawn of epochs that were observed too. */
async function observedDrawing(): Promise<string> {
  const { epochs } = await learned();
  return drawing(epochs.map((epoch) => ({
    ...epoch,
    observed: { gradientNorms: [epoch.number, 2], activations: "none" },
  })));
}

pin("drawings", [
  () => drawing(new Network([2, 3, 1], { seed: 1 })),
  () => drawing(new Network(LARGE, { activation: "relu" })),
  () => drawing(table),
  () => drawing(Dataset.from({ inputs: [wide, blank], targets: [[1, 2, 3, 4], [5, 6, 7, 8]] })),
  async () => drawing(await learned()),
  () => observedDrawing(),
  () => drawing(evaluation),
  () => show(evaluation).display["text/plain"],
  () => drawing({ size: 3, confusion }),
  () => drawing({ size: 1, confusion: MANY }).split("\n").slice(0, 4).join("\n"),
]);
