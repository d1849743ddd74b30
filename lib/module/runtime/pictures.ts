/** The runtime of a model of pictures. @module */

import { pictureInput } from "../../pictures/picture.ts";
import type { PicturesModule } from "../model.ts";
import { inputPredictor, type ModulePrediction } from "./answers.ts";
import { type ImageInput, isImage, type Numbers, readerOf } from "./inputs.ts";

/** What predicts pictures of any size, or as many gray levels or colors as the networks have inputs. */
export function predictor(
  model: PicturesModule,
): (picture: ImageInput | Numbers) => ModulePrediction {
  const [height = 1, width = 1, channels] = model.shape;
  const options = { size: [height, width] as const, color: channels === 3 };
  const read = readerOf(model, `a picture { width, height, data }, or ${model.inputs} pixels`);
  const predict = inputPredictor(model);
  return (picture) => predict(read(isImage(picture) ? pictureInput(picture, options) : picture));
}
