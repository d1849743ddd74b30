import { Dataset, type DatasetLists, type DatasetSource } from "../../mod.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const INPUTS = { inputs: new Float32Array(8), features: 2 };
const LABELS = { labels: new Uint8Array(4), classes: 2 };
const DATA = new Dataset({ ...INPUTS, ...LABELS });
const ROWS = [[1], [2], [3]];
const of = (source: object) => new Dataset(source as DatasetSource);
const from = (lists: object) => Dataset.from(lists as DatasetLists);

const HEAD = ["a", "b"];
const PAIRS = [[0, 1], [2, 3]];
const LARGE = [[0, 1], [2, -1e300]];
const TWO = { inputs: [[1], [2]] };
const COLORS = Dataset.from({ ...TWO, labels: ["red", "blue"] });
const NAMED = { inputs: [[1, 10], [3, 30]], featureNames: ["x", "y"], labels: ["low", "high"] };
const like = Dataset.from(NAMED).standardize();
const TARGETED = { ...INPUTS, targets: new Float32Array(8), outputs: 2 };

pin("data sets", [
  () => of({ features: 2, ...LABELS }),
  () => of({ ...INPUTS, ...LABELS, targets: new Float32Array(4), outputs: 1 }),
  () => of({ ...INPUTS, features: 0, ...LABELS }),
  () => of({ features: 2, pixels: [0, 1], ...LABELS }),
  () => of({ features: 2, inputs: new Uint8Array(8), ...LABELS }),
  () => of({ features: 2, inputs: [0, 1], ...LABELS }),
  () => of({ ...INPUTS, labels: [0, 1], classes: 2 }),
  () => of({ ...INPUTS, labels: new Uint8Array(4) }),
  () => of({ ...INPUTS, targets: [0, 1], outputs: 1 }),
  () => of({ ...INPUTS, targets: new Float32Array(4), outputs: 3 }),
  () => of({ ...INPUTS, features: 3, ...LABELS }),
  () => of({ ...INPUTS, ...LABELS, shape: [2, 3] }),
  () => of({ ...INPUTS, ...LABELS, weights: [1, 2] }),
  () => from({ inputs: ROWS, labels: [0, 1] }),
  () => from({ inputs: ROWS, labels: [0, 1, 0], like: DATA }),
  () => from({ inputs: ROWS, targets: [0, 1, 0], classNames: ["no", "yes"] }),
  () => from({ inputs: ROWS, labels: ["a", 1, "b"] }),
  () => from({ inputs: ROWS, labels: [0.5, 1, 2] }),
  () => from({ inputs: ROWS, labels: ["a", "b", "b"], classes: 3 }),
  () => from({ inputs: ROWS, labels: [1, 2, 3] }),
  () =>
    from({
      inputs: ROWS,
      labels: [0, 1, 0],
      featureNames: ["x"],
      like: Dataset.from({ inputs: ROWS, labels: [0, 1, 0], featureNames: ["y"] }),
    }),
  () =>
    Dataset.fromIdx({ type: "uint8", shape: [3, 2, 2], data: new Uint8Array(12) }, {
      type: "uint8",
      shape: [4],
      data: new Uint8Array(4),
    }),
  () => DATA.split(0.2 as never),
  () => Dataset.from({ inputs: ROWS, targets: [1, 2, 3] }).split([0.5, 0.5], { stratify: true }),
  () => DATA.standardize(Dataset.from({ inputs: ROWS, labels: [0, 1, 0] })),
  () => {
    const [one, other] = [[1, 2], [1, 3]].map((inputs) =>
      Dataset.from({ inputs: new Float32Array(inputs), labels: [0, 1] }).standardize()
    );
    one!.standardize(other);
  },
  () => DATA.withClasses(["a", "b"]),
  () => Dataset.from({ inputs: ROWS, labels: ["a", "b", "a"] }).withClasses(["b", "c"]),
  () => DATA.withTargets(new Float32Array(4)),
  () => of({ ...INPUTS, labels: new Uint8Array([0, 1, 2, 0]), classes: 2 }),
  () => of({ ...INPUTS, targets: new Float32Array(4).fill(2), outputs: 1, classification: true }),
  () => of({ ...INPUTS, ...LABELS, weights: Float32Array.of(1, -1, 1, 1) }),
  () => of({ ...INPUTS, ...LABELS, weights: new Float32Array(4) }),
  () => from({ inputs: ROWS, labels: ["a", "quite other", "b"], classNames: ["a", "b"] }),
  () => from({ inputs: [[0]], labels: [0], classes: 65_537 }),
  () => DATA.subset(0, 5),
  () => DATA.select([4]),
  () => DATA.split([0.5, 0.4]),
  () => DATA.split([0.99, 0.01]),
  () => [...DATA.batches(0)],
  () => DATA.split([1.2, -0.2]),
  () => DATA.split([]),
  () => DATA.split([0.8, NaN]),
  () => DATA.subset(0, 2).split([0.8, 0.1, 0.1]),
  () => DATA.subset(-1, 2),
  () => DATA.subset(2, 1),
  () => DATA.subset(0.5, 1),
  () => DATA.select([0, -1]),
  () => DATA.select([0, 0.5]),
  () => DATA.select([0, NaN]),
  () => Dataset.from({ ...TWO, targets: [1, 2] }).withTargets(new Float32Array(1)),
  () => of({ ...TARGETED, features: 3 }),
  () => of({ ...TARGETED, outputs: 3 }),
  () => of({ ...TARGETED, outputs: 0 }),
  () => of({ ...TARGETED, outputs: 0.5 }),
  () => of({ ...TARGETED, outputs: NaN }),
  () => of({ ...TARGETED, targets: Float32Array.of(0, 0, 0, NaN, 0, 0, 0, 0) }),
  () => of({ ...INPUTS, inputs: Float32Array.of(0, 0, 0, NaN, 1, 0, 1, 1), ...LABELS }),
]);

pin("lists", [
  () => from({ inputs: ROWS, labels: [0, 2, 2] }),
  () => from({ inputs: ROWS, labels: ["a", "b", undefined] }),
  () => from({ inputs: ROWS, labels: [1, "a", 2] }),
  () => from({ inputs: ROWS }),
  () => from({ inputs: ROWS, labels: [0, 1, 0], targets: [0, 1, 0] }),
  () => from({ labels: [0] }),
  () => from({ inputs: new Float32Array(7), labels: [0, 1] }),
  () => from({ inputs: [[1], [2, 3], [4]], labels: [0, 1, 0] }),
  () => from({ inputs: [["1"], [2], [3]], labels: [0, 1, 0] }),
  () => from({ x: ROWS, labels: [0, 1, 0] }),
  () => from({ pixels: [0, 255], labels: [0, 1] }),
  () => from({ inputs: [[1, 2]], labels: ["lowe"], like }),
  () => from({ inputs: [[1]], labels: ["low"], like }),
  () => from({ inputs: [[1, 2]], labels: ["low"], featureNames: ["x", "z"], like }),
  () => from({ ...TWO, targets: [0, 1], classNames: ["no", "yes"] }),
  () => from({ ...TWO, targets: [0, 1], classes: 7 }),
  () => from({ ...TWO, labels: ["no", "yes"], classes: 3 }),
  () => from({ ...TWO, labels: [0, 1], classes: 3, classNames: ["no", "yes"] }),
  () => from({ ...TWO, labels: [0, 1], classes: 3, like: COLORS }),
  () => from({ ...TWO, labels: [0, 2], classes: 2 }),
  () => from({ ...TWO, labels: ["red", "bleu"], like: COLORS }),
  () => from({ ...TWO, labels: ["red", "ochre yellow"], like: COLORS }),
  () => from({ inputs: LARGE, labels: [0, 1] }),
  () => from({ inputs: [[0, 1], [2, NaN]], labels: [0, 1] }),
  () => from({ inputs: new Float64Array(LARGE.flat()), labels: [0, 1] }),
  () => {
    const other = Dataset.from({ inputs: PAIRS, labels: [0, 1], featureNames: ["b", "a"] });
    return from({ inputs: LARGE, labels: [0, 1], featureNames: HEAD, like: other });
  },
  () => from({ inputs: PAIRS, targets: [1, 1e300] }),
  () => from({ inputs: PAIRS, targets: [[1, 2], [3.5e38, 1]] }),
  () => from({ inputs: PAIRS, labels: [0, 1], weights: [1, 4e38] }),
]);
