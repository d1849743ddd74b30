/** What boosted trees make of the features of a row. @module */

import { treeAnswerer } from "../../table/folds/tree_model.ts";
import { parseTrees } from "../../table/folds/trees_file.ts";
import type { TableModule } from "../model.ts";
import { bytesOf } from "./bytes.ts";
import type { Forward } from "./networks.ts";

/** Reads trees. */
export function treesForwardOf({ widths, answers: { names }, trees }: TableModule): Forward {
  const { tensors, ...found } = trees!;
  const read = tensors.map(({ name, bytes, ...tensor }) =>
    [name, { ...tensor, bytes: bytesOf(bytes) }] as const
  );
  const features = widths.reduce((sum, width) => sum + width, 0);
  const answer = treeAnswerer(parseTrees(found, new Map(read), features, names.length));
  return (input) => answer(input, 1);
}
