/** Networks, data sets, histories and evaluations as drawings, where one is the value of a notebook's cell. @module */

import { Dataset } from "../dataset.ts";
import { Network } from "../network.ts";
import { notebook } from "../numerics/show.ts";
import { DISPLAY, type Display, displayOf } from "./show.ts";

/** Has an object displayed, or all that have it as their prototype; no copy of it is. */
function display<T extends object>(shown: T): T {
  const value = function (this: unknown): Display {
    return displayOf([this]);
  };
  return Object.defineProperty(shown, DISPLAY, { value, configurable: true });
}

display(Network.prototype);
display(Dataset.prototype);
notebook.result = display; // of `fit` and `evaluate`
