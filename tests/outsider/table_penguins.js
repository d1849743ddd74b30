/** How heavy a penguin is, in grams, from rows of objects: numbers, texts and missing values (Gorman et al. 2014). */

import { TableModel } from "@inkling/inkling/table";
import penguins from "./penguins.json" with { type: "json" };

const model = await TableModel.fit(penguins, { target: "mass", folds: 3, hidden: [16] });
const { value, interval } = model.predict({ species: "Gentoo", flipper: 225, sex: "male" });
console.log(`${value.toFixed()} g, ${interval.low.toFixed()} to ${interval.high.toFixed()}`);
