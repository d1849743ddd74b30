/** The runtime of a model of drawn digits. @module */

import { digitImage, severalDigits } from "../../digits/digit_image.ts";
import { normalizeRows } from "../../digits/normalize_rows.ts";
import type { DigitsModule } from "../model.ts";
import { inputPredictor, type ModulePrediction } from "./answers.ts";
import { type ImageInput, isImage, type Numbers, readerOf } from "./inputs.ts";

/** What predicts drawings of any size, dark on light or light on dark, or the pixels of an image as MNIST has them. */
export function predictor(
  model: DigitsModule,
): (drawing: ImageInput | Numbers) => ModulePrediction {
  const { inputs, normalizeWidth } = model;
  const read = readerOf(model, `a picture { width, height, data }, or ${inputs} pixels`);
  const predict = inputPredictor(model);
  return (drawing) => {
    const pixels = read(isImage(drawing) ? digitImage(drawing) : drawing);
    const rows = { kind: "dense", rows: 1, columns: inputs, values: pixels } as const;
    const seen = normalizeWidth === null ? pixels : normalizeRows(rows, normalizeWidth).values;
    return predict(seen as Float32Array, severalDigits(pixels));
  };
}
