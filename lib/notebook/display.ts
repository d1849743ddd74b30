/** Networks, data sets, histories and evaluations as drawings, where one is the value of a notebook's cell. @module */

import { Dataset } from "../dataset.ts";
import { evaluationPrototype } from "../evaluate.ts";
import { Network } from "../network.ts";
import { historyPrototype } from "../train/show_history.ts";
import { DISPLAY, type Display, displayOf } from "./show.ts";

for (
  const prototype of [Network.prototype, Dataset.prototype, historyPrototype, evaluationPrototype]
) {
  const value = function (this: unknown): Display {
    return displayOf([this]);
  };
  Object.defineProperty(prototype, DISPLAY, { value, configurable: true });
}
