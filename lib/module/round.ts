/** A model whose weights are rounded. @module */

import type { Engine } from "../engine/engine.ts";
import { fromFloat16, toFloat16 } from "../formats/float16.ts";
import { formatSafetensors, parseSafetensors } from "../formats/safetensors.ts";
import type { TrainedModel } from "../ensemble/trained_model.ts";
import { parseTrainedModel } from "../table/folds/fold_ensemble.ts";
import { floatsIn, floatTensor } from "../network/weights.ts";

/** What the names of parameters end in; the inputs of levels are none. */
const PARAMETER = /\.(?:weight|bias)$/;

/** The same model with each weight and bias rounded to the nearest float16. */
export function roundedToFloat16(model: TrainedModel & { readonly engine: Engine }): TrainedModel {
  const { tensors, metadata } = parseSafetensors(model.toSafetensors());
  for (const [name, { shape }] of tensors) {
    if (!PARAMETER.test(name)) continue;
    const rounded = fromFloat16(toFloat16(floatsIn(tensors, name, shape)));
    tensors.set(name, floatTensor([...shape], rounded));
  }
  return parseTrainedModel(formatSafetensors(tensors, metadata), { engine: model.engine });
}
