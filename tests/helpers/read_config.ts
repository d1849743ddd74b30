/** Configs with `--set` assignments, whole: the tasks resolve drafts by the data, which tests of configs do not need. */

import { type Config, parseConfig } from "../../lib/config.ts";
import { assignAll, explained, readJson } from "../../tasks/run/config.ts";

/** Applies assignments to a parsed config, which is changed; `source` is its name in an error. */
export function changeConfig(
  config: unknown,
  assignments: readonly string[],
  source: string,
): Config {
  assignAll(config, assignments);
  return explained(source, assignments, () => parseConfig(config));
}

/** Reads a config file and applies assignments to it. */
export async function readConfig(path: string, assignments: readonly string[]): Promise<Config> {
  return changeConfig(await readJson(path), assignments, path);
}
