/** How sentences on a table name the controls of the page. @module */

import { listed } from "../../../lib/dataset/lists.ts";
import type { OptionText } from "../../../lib/table/option_text.ts";

/** What the choices are called; the labels stand in `predict.html`. */
const CHOICES: { readonly [value: string]: string } = {
  drop: "Drop the row",
  mean: "Use the mean",
  category: "Own category",
  class: "Class",
  quantity: "Quantity",
};

/** An option as the page's visitor gives it. */
export const optionOfPage: OptionText = (option, ...values) => {
  switch (option) {
    case "gaps":
      return `“Missing values: ${CHOICES[values[0]!]}”`;
    case "header":
      return "names that are no numbers";
    case "kind":
      return `“Kind of answer: ${CHOICES[values[0]!]}”`;
    case "target":
      return `“What to predict: ${listed(values)}”`;
    case "without":
      return `unticking ${listed(values.map((name) => `“${name}”`))}`;
  }
};
