/** The runtime of a model of lists of numbers. @module */

import type { NumbersModule } from "../model.ts";
import { inputPredictor, type ModulePrediction } from "./answers.ts";
import { type Numbers, readerOf } from "./inputs.ts";

/** What predicts lists of numbers. */
export function predictor(model: NumbersModule): (numbers: Numbers) => ModulePrediction {
  const read = readerOf(model, `${model.inputs} numbers`);
  const predict = inputPredictor(model);
  return (numbers) => predict(read(numbers));
}
