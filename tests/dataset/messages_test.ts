import { Dataset, type DatasetLists, type DatasetSource } from "../../mod.ts";
import { type MessageRow, testMessages } from "../helpers/says.ts";

const INPUTS = { inputs: new Float32Array(8), features: 2 };
const LABELS = { labels: new Uint8Array(4), classes: 2 };
const DATA = new Dataset({ ...INPUTS, ...LABELS });
const ROWS = [[1], [2], [3]];
const of = (source: object) => () => new Dataset(source as DatasetSource);
const from = (lists: object) => () => Dataset.from(lists as DatasetLists);

/** What typed arrays can have that makes no data set. */
const SOURCES: readonly MessageRow[] = [
  [
    "no inputs",
    of({ features: 2, ...LABELS }),
    TypeError,
    "Cannot make a data set: expected either `inputs`, numbers that stand for themselves, or `pixels`, bytes k for k/255; got neither",
  ],
  [
    "labels and targets",
    of({ ...INPUTS, ...LABELS, targets: new Float32Array(4), outputs: 1 }),
    TypeError,
    "Cannot make a data set: expected either `labels`, a class for each example, or `targets`, its outputs; got both",
  ],
  [
    "no features",
    of({ ...INPUTS, features: 0, ...LABELS }),
    TypeError,
    "Cannot make a data set of 0 features: expected `features`, a whole number from 1 up; Dataset.from finds it out",
  ],
  [
    "a list of pixels",
    of({ features: 2, pixels: [0, 1], ...LABELS }),
    TypeError,
    "Cannot take a list of 2 for pixels: expected a Uint8Array",
  ],
  [
    "bytes for inputs",
    of({ features: 2, inputs: new Uint8Array(8), ...LABELS }),
    TypeError,
    "Cannot take bytes for inputs: expected `pixels` where a byte k stands for k/255, or Dataset.from where it is the number k",
  ],
  [
    "a list of inputs",
    of({ features: 2, inputs: [0, 1], ...LABELS }),
    TypeError,
    "Cannot take a list of 2 for inputs: expected a Float32Array; Dataset.from takes lists",
  ],
  [
    "a list of labels",
    of({ ...INPUTS, labels: [0, 1], classes: 2 }),
    TypeError,
    "Cannot take a list of 2 for labels: expected a Uint8Array or Uint16Array; Dataset.from takes lists, of names too",
  ],
  [
    "labels without classes",
    of({ ...INPUTS, labels: new Uint8Array(4) }),
    TypeError,
    "Cannot make a data set of labels of undefined classes: expected `classes`, a whole number from 1 to 65536; Dataset.from finds it out",
  ],
  [
    "a label that is no class",
    of({ ...INPUTS, labels: new Uint8Array([0, 1, 2, 0]), classes: 2 }),
    RangeError,
    "Cannot use the label 2 of example 2: expected 0 to 1",
  ],
  [
    "a list of targets",
    of({ ...INPUTS, targets: [0, 1], outputs: 1 }),
    TypeError,
    "Cannot take a list of 2 for targets: expected a Float32Array; Dataset.from takes lists",
  ],
  [
    "targets that are no rows",
    of({ ...INPUTS, targets: new Float32Array(4), outputs: 3 }),
    TypeError,
    "Cannot use 4 targets: expected a multiple of 3 outputs",
  ],
  [
    "a quantity for a classification",
    of({ ...INPUTS, targets: new Float32Array(4).fill(2), outputs: 1, classification: true }),
    RangeError,
    "Cannot use the target 2 of example 0 for a classification: expected 1 for yes, or 0 for no",
  ],
  [
    "more inputs than labels",
    of({ ...INPUTS, features: 3, ...LABELS }),
    TypeError,
    "Cannot make a data set of 8 inputs and 4 labels or rows of targets: expected 4 × 3 inputs",
  ],
  [
    "a shape of other features",
    of({ ...INPUTS, ...LABELS, shape: [2, 3] }),
    TypeError,
    "Cannot make a data set of examples of shape [2,3]: expected 2 features, got 6",
  ],
  [
    "a list of weights",
    of({ ...INPUTS, ...LABELS, weights: [1, 2] }),
    TypeError,
    "Cannot use a list of 2 for weights: expected a Float32Array of 4, one for each example",
  ],
  [
    "a weight below 0",
    of({ ...INPUTS, ...LABELS, weights: Float32Array.of(1, -1, 1, 1) }),
    RangeError,
    "Cannot use the weight -1 of example 1: expected 0 or more",
  ],
  [
    "weights of nothing",
    of({ ...INPUTS, ...LABELS, weights: new Float32Array(4) }),
    RangeError,
    "Cannot use weights that are all 0: nothing would be learned",
  ],
];

/** What lists can have that would have to be guessed. */
const LISTS: readonly MessageRow[] = [
  [
    "more rows than labels",
    from({ inputs: ROWS, labels: [0, 1] }),
    TypeError,
    "Cannot make a data set of 3 rows of inputs and 2 answers: expected as many of both",
  ],
  [
    "other features than a set like it",
    from({ inputs: ROWS, labels: [0, 1, 0], like: DATA }),
    TypeError,
    "Cannot make a data set of 1 features like one of 2",
  ],
  [
    "names of classes for targets",
    from({ inputs: ROWS, targets: [0, 1, 0], classNames: ["no", "yes"] }),
    TypeError,
    "Cannot use classNames for targets: they are of labels; a network with one output may name no and yes itself, " +
    'new Network(sizes, { classNames: ["no", "yes"] })',
  ],
  [
    "a number among names",
    from({ inputs: ROWS, labels: ["a", 1, "b"] }),
    TypeError,
    "Cannot use the label 1 of example 1: expected a name, as example 0 has one",
  ],
  [
    "a label that is no whole number",
    from({ inputs: ROWS, labels: [0.5, 1, 2] }),
    TypeError,
    "Cannot use the label 0.5 of example 0: expected names, or whole numbers from 0 up; quantities are `targets`",
  ],
  [
    "a name that is no class",
    from({ inputs: ROWS, labels: ["a", "quite other", "b"], classNames: ["a", "b"] }),
    RangeError,
    'Cannot use the label "quite other" of example 1: the classes are a, b',
  ],
  [
    "another number of classes than names",
    from({ inputs: ROWS, labels: ["a", "b", "b"], classes: 3 }),
    TypeError,
    "Cannot make a data set of 3 classes with 2 names, a, b: expected `classNames` with a name for each class, and no `classes`",
  ],
  [
    "a class without an example",
    from({ inputs: ROWS, labels: [1, 2, 3] }),
    TypeError,
    "Cannot find out the classes of labels up to 3, since no example is of class 0: expected `classes`, " +
    "how many there are, or names; for example labels.map(String)",
  ],
  [
    "more classes than labels can have",
    from({ inputs: [[0]], labels: [0], classes: 65_537 }),
    RangeError,
    "Cannot tell 65537 classes apart: at most 65536 are",
  ],
  [
    "a feature that the set like it lacks",
    from({
      inputs: ROWS,
      labels: [0, 1, 0],
      featureNames: ["x"],
      like: Dataset.from({ inputs: ROWS, labels: [0, 1, 0], featureNames: ["y"] }),
    }),
    TypeError,
    'Cannot make a data set like the other: there is no feature "y", there are x',
  ],
];

/** What cannot be done with a data set. */
const CALLS: readonly MessageRow[] = [
  [
    "IDX arrays that do not fit",
    () =>
      Dataset.fromIdx(
        { type: "uint8", shape: [3, 2, 2], data: new Uint8Array(12) },
        { type: "uint8", shape: [4], data: new Uint8Array(4) },
      ),
    TypeError,
    "Cannot make a data set of uint8 [3,2,2] and uint8 [4]: expected uint8 images, and as many uint8 labels",
  ],
  [
    "a subset beyond the end",
    () => DATA.subset(0, 5),
    RangeError,
    "Cannot take the examples 0 to 5 of 4",
  ],
  [
    "an example beyond the end",
    () => DATA.select([4]),
    RangeError,
    "Cannot take the example 4 of 4",
  ],
  [
    "a fraction that is no list",
    () => DATA.split(0.2 as never),
    TypeError,
    "Cannot split a data set into 0.2: expected a list of fractions; for example [0.8, 0.2]",
  ],
  [
    "fractions that are not together 1",
    () => DATA.split([0.5, 0.4]),
    RangeError,
    "Cannot split a data set into [0.5,0.4]: expected fractions above 0, together 1",
  ],
  [
    "a part without an example",
    () => DATA.split([0.99, 0.01]),
    RangeError,
    "Cannot split 4 examples into [0.99,0.01]: part 1 would have none",
  ],
  [
    "a split by the classes of quantities",
    () => Dataset.from({ inputs: ROWS, targets: [1, 2, 3] }).split([0.5, 0.5], { stratify: true }),
    TypeError,
    "Cannot stratify a data set of targets that are no classes",
  ],
  [
    "a scale of other features",
    () => DATA.standardize(Dataset.from({ inputs: ROWS, labels: [0, 1, 0] })),
    TypeError,
    "Cannot standardize 2 features like 1 others",
  ],
  [
    "another scale",
    () => {
      const [one, other] = [[1, 2], [1, 3]].map((inputs) =>
        Dataset.from({ inputs: new Float32Array(inputs), labels: [0, 1] }).standardize()
      );
      one!.standardize(other);
    },
    TypeError,
    "Cannot standardize a data set that is standardized otherwise already",
  ],
  [
    "names for classes without names",
    () => DATA.withClasses(["a", "b"]),
    TypeError,
    "Cannot put classes in another order that have no names",
  ],
  [
    "names that lack a class",
    () => Dataset.from({ inputs: ROWS, labels: ["a", "b", "a"] }).withClasses(["b", "c"]),
    TypeError,
    'Cannot find the class "a": there are b, c',
  ],
  [
    "quantities for classes",
    () => DATA.withTargets(new Float32Array(4)),
    TypeError,
    "Cannot use 4 quantities: expected a data set of quantities",
  ],
  [
    "batches of no examples",
    () => [...DATA.batches(0)],
    RangeError,
    "Cannot make batches of 0 examples: expected a whole number from 1 up",
  ],
];

testMessages("data sets", [...SOURCES, ...LISTS, ...CALLS]);
