/** Options that several tasks take. @module */

import type { Option } from "./arguments.ts";
import { FOLDERS } from "../system/installation.ts";

export const DATA = {
  description: "The folder of the data sets",
  value: "FOLDER",
  default: "data",
} as const satisfies Option;

export const RUNS = {
  description: "The folder of all runs",
  value: "FOLDER",
  default: FOLDERS.runs,
} as const satisfies Option;

/** The run whose network the page shows. */
export const PAGE_RUN = {
  description: "The run to show: its folder or its name (default: the newest of digits)",
  value: "RUN",
} as const satisfies Option;

/** The workers of the engine. */
export const WORKERS = {
  description: "The number of worker threads; results do not depend on it",
  value: "N",
  default: "auto",
} as const satisfies Option;
