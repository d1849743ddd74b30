/** The command that makes a run on pictures at a terminal, to the same bytes. @module */

import { quote } from "../../lib/checks/mod.ts";
import type { PicturesSettings } from "./messages.ts";

/** The side of pictures that the command line scales to, in pixels. */
export const USUAL_SIDE = 28;

/** @param stopped after how many epochs the run was stopped, if it was */
export function picturesCommand(
  { folder, side, color, seed }: PicturesSettings,
  stopped?: number,
): string {
  return [
    // A folder whose name begins with a hyphen would be read as another option.
    `deno task train ${
      folder.startsWith("-") ? quote(`--images=${folder}`) : `--images ${quote(folder)}`
    }`,
    ...side === USUAL_SIDE ? [] : [`--set ${quote(`dataset.size=[${side},${side}]`)}`],
    ...color ? ["--set dataset.color=true"] : [],
    ...seed === 1 ? [] : [`--seed ${seed}`],
    ...stopped === undefined ? [] : [`--set epochs=${stopped}`],
  ].join(" ");
}
