/** The runtime of a model of pictures. @module */

import { preparedPicture } from "../../pictures/picture.ts";
import type { PicturesModule } from "../model.ts";
import { inputPredictor, type ModulePrediction } from "./answers.ts";
import { type ImageInput, isImage, type Numbers, readerOf } from "./inputs.ts";

/** What predicts pictures of any size, or as many gray levels or colors as the networks have inputs. */
export function predictor(
  model: PicturesModule,
): (picture: ImageInput | Numbers) => ModulePrediction {
  const read = readerOf(model, `a picture { width, height, data }, or ${model.inputs} pixels`);
  const predict = inputPredictor(model);
  return (picture) =>
    predict(read(isImage(picture) ? preparedPicture(picture, model.shape) : picture));
}
