/** What a model decides by its probabilities of classes, as the file of its weights has it. @module */

import { type Decision, parseDecision } from "../../lib/measure/decide/decide.ts";
import type { OpenNetwork } from "./open_network.ts";
import { inFile } from "./run_folder.ts";

/**
 * What the file of a single network decides; nothing of several, whose mean is another model.
 * @throws {Error} if it is damaged; the message names the file
 */
export function decisionOfRuns(
  opened: readonly Pick<OpenNetwork, "path" | "metadata" | "network">[],
): Decision | undefined {
  const [{ path, metadata, network }, ...others] = opened as [OpenNetwork, ...OpenNetwork[]];
  if (others.length > 0) return undefined;
  return inFile(path, () => parseDecision(metadata["decision"], network.sizes.at(-1)!));
}
