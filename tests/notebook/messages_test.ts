/** The sentences of notebooks and the texts of their drawings, each pinned once; those with addresses are in `load_digits_test.ts`. */

import { Dataset, evaluate, fit, Network, weightsSha256 } from "@inkling/inkling";
import { check, show, weightsHash } from "@inkling/inkling/notebook";
import { type Calls, each, pinnedIn } from "../helpers/pinned.ts";
import { drawn, EVIL, table, textsOf } from "./drawn.ts";
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
    (answer) => check(TWO, answer).text,
  ),
]);

/** The replies to answers to an exercise, whose key has its answer and the tolerance. */
function replies(expected: readonly string[], answers: readonly (number | string)[]): Calls {
  const key = btoa(JSON.stringify(expected));
  const reply = (answer: number | string) => check(key, answer).text;
  return each(`${expected.join(" ± ")}, answered by`, answers, reply);
}

const NUMBERS = [0.6457, 0.6462, 0.646201, "0.6457", "0,6457", " 0.6457 ", -0.6457, "x", "", NaN];
const seventh = new Network([784, 30, 10], { seed: 7 });
const [hash, whole] = [await weightsHash(seventh), await weightsSha256(seventh)];
const HASHES = [hash, `sha256:${hash}`, whole, hash.toUpperCase()];

pin("replies", [
  ...replies(["0.6457", "0.0005"], NUMBERS),
  ...replies(["79510"], [79510, "79 510", "79510.0", 79511, "795"]),
  ...replies(["-15", "4.9"], [-15, "−12", -10, 15]),
  ...replies(["0.3"], [0.1 + 0.2]),
  ...replies(["Hidden layer"], ["hidden layer", "HIDDENLAYER", "hidden", 1, ""]),
  ...replies([`sha256:${hash}`], [...HASHES, hash.slice(1), hash.slice(0, 11), "", 7]),
  () => `${whole.startsWith(hash)}, ${hash.length} digits`,
]);

/** How many elements of each kind a drawing has, and its texts. */
async function drawing(...values: unknown[]): Promise<string> {
  const html = await drawn(...values);
  const elements = ["table", "tr", "svg", "path", "img"].map((name) =>
    `${html.match(new RegExp(`<${name}\\b`, "g"))?.length ?? 0} ${name}`
  );
  return [elements.join(", "), ...textsOf(html)].join("\n").replaceAll("\u00a0", " ");
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
  return await drawing(epochs.map((epoch) => ({
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
  () => show(evaluation).text,
  () => drawing({ size: 3, confusion }),
  async () => (await drawing({ size: 1, confusion: MANY })).split("\n").slice(0, 4).join("\n"),
]);
