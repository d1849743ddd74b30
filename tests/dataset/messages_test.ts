import { Dataset, type DatasetLists, type DatasetSource } from "../../mod.ts";
import { testMessages } from "../helpers/says.ts";

const INPUTS = { inputs: new Float32Array(8), features: 2 };
const LABELS = { labels: new Uint8Array(4), classes: 2 };
const DATA = new Dataset({ ...INPUTS, ...LABELS });
const ROWS = [[1], [2], [3]];
const of = (source: object) => new Dataset(source as DatasetSource);
const from = (lists: object) => Dataset.from(lists as DatasetLists);

testMessages("data sets", {
  TypeError: {
    [
      "Cannot make a data set: expected either `inputs`, numbers that stand for " +
      "themselves, or `pixels`, bytes k for k/255; got neither"
    ]: () => of({ features: 2, ...LABELS }),
    [
      "Cannot make a data set: expected either `labels`, a class for each example, or " +
      "`targets`, its outputs; got both"
    ]: () => of({ ...INPUTS, ...LABELS, targets: new Float32Array(4), outputs: 1 }),
    [
      "Cannot make a data set of 0 features: expected `features`, a whole number from 1 " +
      "up; Dataset.from finds it out"
    ]: () => of({ ...INPUTS, features: 0, ...LABELS }),
    "Cannot take a list of 2 for pixels: expected a Uint8Array": () =>
      of({ features: 2, pixels: [0, 1], ...LABELS }),
    [
      "Cannot take bytes for inputs: expected `pixels` where a byte k stands for k/255, or " +
      "Dataset.from where it is the number k"
    ]: () => of({ features: 2, inputs: new Uint8Array(8), ...LABELS }),
    "Cannot take a list of 2 for inputs: expected a Float32Array; Dataset.from takes lists": () =>
      of({ features: 2, inputs: [0, 1], ...LABELS }),
    [
      "Cannot take a list of 2 for labels: expected a Uint8Array or Uint16Array; " +
      "Dataset.from takes lists, of names too"
    ]: () => of({ ...INPUTS, labels: [0, 1], classes: 2 }),
    [
      "Cannot make a data set of labels of undefined classes: expected `classes`, a whole " +
      "number from 1 to 65536; Dataset.from finds it out"
    ]: () => of({ ...INPUTS, labels: new Uint8Array(4) }),
    "Cannot take a list of 2 for targets: expected a Float32Array; Dataset.from takes lists": () =>
      of({ ...INPUTS, targets: [0, 1], outputs: 1 }),
    "Cannot use 4 targets: expected a multiple of 3 outputs": () =>
      of({ ...INPUTS, targets: new Float32Array(4), outputs: 3 }),
    "Cannot make a data set of 8 inputs and 4 labels or rows of targets: expected 4 × 3 inputs":
      () => of({ ...INPUTS, features: 3, ...LABELS }),
    "Cannot make a data set of examples of shape [2,3]: expected 2 features, got 6": () =>
      of({ ...INPUTS, ...LABELS, shape: [2, 3] }),
    "Cannot use a list of 2 for weights: expected a Float32Array of 4, one for each example": () =>
      of({ ...INPUTS, ...LABELS, weights: [1, 2] }),
    "Cannot make a data set of 3 rows of inputs and 2 answers: expected as many of both": () =>
      from({ inputs: ROWS, labels: [0, 1] }),
    "Cannot make a data set of 1 features like one of 2": () =>
      from({ inputs: ROWS, labels: [0, 1, 0], like: DATA }),
    [
      "Cannot use classNames for targets: they are of labels; a network with one output " +
      'may name no and yes itself, new Network(sizes, { classNames: ["no", "yes"] })'
    ]: () => from({ inputs: ROWS, targets: [0, 1, 0], classNames: ["no", "yes"] }),
    "Cannot use the label 1 of example 1: expected a name, as example 0 has one": () =>
      from({ inputs: ROWS, labels: ["a", 1, "b"] }),
    [
      "Cannot use the label 0.5 of example 0: expected names, or whole numbers from 0 up; " +
      "quantities are `targets`"
    ]: () => from({ inputs: ROWS, labels: [0.5, 1, 2] }),
    [
      "Cannot make a data set of 3 classes with 2 names, a, b: expected `classNames` with " +
      "a name for each class, and no `classes`"
    ]: () => from({ inputs: ROWS, labels: ["a", "b", "b"], classes: 3 }),
    [
      "Cannot find out the classes of labels up to 3, since no example is of class 0: " +
      "expected `classes`, how many there are, or names; for example labels.map(String)"
    ]: () => from({ inputs: ROWS, labels: [1, 2, 3] }),
    'Cannot make a data set like the other: there is no feature "y", there are x': () =>
      from({
        inputs: ROWS,
        labels: [0, 1, 0],
        featureNames: ["x"],
        like: Dataset.from({ inputs: ROWS, labels: [0, 1, 0], featureNames: ["y"] }),
      }),
    [
      "Cannot make a data set of uint8 [3,2,2] and uint8 [4]: expected uint8 images, and " +
      "as many uint8 labels"
    ]: () =>
      Dataset.fromIdx(
        { type: "uint8", shape: [3, 2, 2], data: new Uint8Array(12) },
        { type: "uint8", shape: [4], data: new Uint8Array(4) },
      ),
    "Cannot split a data set into 0.2: expected a list of fractions; for example [0.8, 0.2]": () =>
      DATA.split(0.2 as never),
    "Cannot stratify a data set of targets that are no classes": () =>
      Dataset.from({ inputs: ROWS, targets: [1, 2, 3] }).split([0.5, 0.5], { stratify: true }),
    "Cannot standardize 2 features like 1 others": () =>
      DATA.standardize(Dataset.from({ inputs: ROWS, labels: [0, 1, 0] })),
    "Cannot standardize a data set that is standardized otherwise already": () => {
      const [one, other] = [[1, 2], [1, 3]].map((inputs) =>
        Dataset.from({ inputs: new Float32Array(inputs), labels: [0, 1] }).standardize()
      );
      one!.standardize(other);
    },
    "Cannot put classes in another order that have no names": () => DATA.withClasses(["a", "b"]),
    'Cannot find the class "a": there are b, c': () =>
      Dataset.from({ inputs: ROWS, labels: ["a", "b", "a"] }).withClasses(["b", "c"]),
    "Cannot use 4 quantities: expected a data set of quantities": () =>
      DATA.withTargets(new Float32Array(4)),
  },
  RangeError: {
    "Cannot use the label 2 of example 2: expected 0 to 1": () =>
      of({ ...INPUTS, labels: new Uint8Array([0, 1, 2, 0]), classes: 2 }),
    "Cannot use the target 2 of example 0 for a classification: expected 1 for yes, or 0 for no":
      () =>
        of({ ...INPUTS, targets: new Float32Array(4).fill(2), outputs: 1, classification: true }),
    "Cannot use the weight -1 of example 1: expected 0 or more": () =>
      of({ ...INPUTS, ...LABELS, weights: Float32Array.of(1, -1, 1, 1) }),
    "Cannot use weights that are all 0: nothing would be learned": () =>
      of({ ...INPUTS, ...LABELS, weights: new Float32Array(4) }),
    'Cannot use the label "quite other" of example 1: the classes are a, b': () =>
      from({ inputs: ROWS, labels: ["a", "quite other", "b"], classNames: ["a", "b"] }),
    "Cannot tell 65537 classes apart: at most 65536 are": () =>
      from({ inputs: [[0]], labels: [0], classes: 65_537 }),
    "Cannot take the examples 0 to 5 of 4": () => DATA.subset(0, 5),
    "Cannot take the example 4 of 4": () => DATA.select([4]),
    "Cannot split a data set into [0.5,0.4]: expected fractions above 0, together 1": () =>
      DATA.split([0.5, 0.4]),
    "Cannot split 4 examples into [0.99,0.01]: part 1 would have none": () =>
      DATA.split([0.99, 0.01]),
    "Cannot make batches of 0 examples: expected a whole number from 1 up":
      () => [...DATA.batches(0)],
  },
});
