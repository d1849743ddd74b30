/** The answers over deformed copies to a whole split, which take a while. @module */

import { matchClasses } from "../../lib/evaluate/match_classes.ts";
import { outputsFor } from "../../lib/evaluate/outputs.ts";
import { RecordedAnswers } from "../../lib/evaluate/recorded.ts";
import type { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { yieldToEventLoop } from "../../lib/train/event_loop.ts";
import type { Dataset } from "../../mod.ts";
import { Progress } from "../cli/progress.ts";

/** About so many images and copies go through the networks between two looks at Ctrl-C. */
const STEP = 1000;

/**
 * Takes down what is answered over deformed copies, showing how far it is.
 *
 * @throws {unknown} the signal's reason, if it is aborted before the end
 */
export async function recordAnswers(
  networks: TestTimeAugmentation,
  given: Dataset,
  signal?: AbortSignal,
): Promise<RecordedAnswers> {
  const data = matchClasses(given, networks);
  const images = Math.ceil(STEP / (1 + networks.copies));
  const outputs = new Float32Array(data.size * data.outputs);
  const progress = new Progress();
  progress.start({ label: "Deformed copies", unit: "images", total: data.size });
  try {
    for (let start = 0; start < data.size; start += images) {
      const part = data.subset(start, Math.min(start + images, data.size));
      outputs.set(outputsFor(networks, part), start * data.outputs);
      progress.update(start + part.size);
      await yieldToEventLoop(signal);
    }
  } finally {
    progress.clear();
  }
  return new RecordedAnswers(outputs, data.outputs, networks);
}
