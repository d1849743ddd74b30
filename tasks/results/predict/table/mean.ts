/** Several models of a table as one. @module */

import type { OpenEnsemble } from "../../../run/open_ensemble.ts";
import type { OpenNetwork } from "../../../run/open_network.ts";
import { meanOfModels } from "../../../../lib/table/folds/mean.ts";
import { answersOf } from "../answers.ts";
import { checkAlike } from "../open_mean.ts";

/**
 * The mean of networks of a table as one network; one alone stays as it is. The mean has the detector and the distributions
 * of the first, and the widest intervals. It decides nothing, as several runs do not.
 * @throws {Error} if they did not learn from the same table
 */
export function meanOfTable(run: string, { opened, ensemble }: OpenEnsemble): OpenNetwork {
  if (opened.length === 1) return opened[0]!;
  checkAlike(opened);
  const { metadata: { table, novelty, distributions }, dataset, ...first } = opened[0]!;
  const { intervals } = answersOf(opened, ensemble);
  const network = meanOfModels(opened.map(({ network }) => network));
  const metadata = {
    table: table!,
    ...novelty !== undefined && { novelty },
    ...distributions !== undefined && { distributions },
    ...intervals !== undefined && { intervals: JSON.stringify(intervals) },
  };
  return { network, run, path: run, dataset, metadata, table: first.table! };
}
