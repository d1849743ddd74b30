/** Which of three irises a flower is, from the text of a CSV file: columns by their names in, names of classes out. */

import { TableModel } from "@inkling/inkling/table";
import { readFile } from "node:fs/promises";

const text = await readFile(new URL("iris.csv", import.meta.url), "utf8");
const model = await TableModel.fit(text, { target: "species", folds: 0 });
const { label, probability } = model.predict({ petalLength: 5.1, petalWidth: 2.3 });
console.log(model.test.accuracy.toFixed(3), label, probability.toFixed(2));
