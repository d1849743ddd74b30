/** What of a data set is in memory. @module */

import type { Dataset } from "../../mod.ts";

/**
 * What statistics of a data set are made of: all of it, or the sample of one that is on disk. A module of its own, since the
 * page imports it, which has no disk.
 */
export function inMemory(data: Dataset & { readonly sample?: Dataset }): Dataset {
  return data.sample ?? data;
}
