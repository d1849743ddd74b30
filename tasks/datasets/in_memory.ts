/** The part of a data set that is in memory: the page imports this, and has no disk. @module */

import type { Dataset } from "../../mod.ts";

/** The examples for statistics of a data set: all of them, or the sample of one that is on disk. */
export function inMemory(data: Dataset & { readonly sample?: Dataset }): Dataset {
  return data.sample ?? data;
}
