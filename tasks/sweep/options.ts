/** Options of several commands of sweeps. @module */

import type { Option } from "../cli/arguments.ts";

export const SET = {
  description:
    "Changes a key of the sweep, such as trials=100, or of its config, such as config.epochs=10",
  value: "KEY=VALUE",
  repeatable: true,
} as const satisfies Option;

export const FROM = {
  description: "The merged folder of the earlier stages",
  value: "FOLDER",
} as const satisfies Option;

export const FORMAT = {
  description: "How the result is printed",
  value: "NAME",
  choices: ["text", "markdown", "json"],
  default: "text",
} as const satisfies Option;
