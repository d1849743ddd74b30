/** What a server has of a model of a table: the model, and what rows and answers have to be like. @module */

import { quoted } from "../../lib/checks/texts.ts";
import { kindOf } from "../../lib/table/columns/kinds.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";
import { metadataOf } from "../results/predict/answers.ts";
import { distributionsOf } from "../results/predict/distributions.ts";
import { meanOfTable } from "../results/predict/table/mean.ts";
import type { OpenEnsemble } from "../run/open_ensemble.ts";

/** The model of a run, or of a sweep's folder: the mean of its runs. */
export function tableModelOf(run: string, found: OpenEnsemble): TableModel {
  const mean = meanOfTable(run, found);
  return new TableModel(mean.network, mean.table!, {
    ...metadataOf(mean),
    distributions: distributionsOf(mean),
  });
}

/** The columns with their types, and the answers. */
export function contractOfTable(model: TableModel): ReadonlyMap<string, readonly string[]> {
  const { columns, target } = model.table;
  const contract = new Map<string, readonly string[]>(
    columns.map((column) => [`column ${quoted(column.name)}`, [kindOf(column).says(column)]]),
  );
  if (target.kind === "quantity") {
    const names = target.quantities.map(({ name, unit }) => withUnit(name, unit));
    return contract.set("quantities", names);
  }
  return contract.set(`classes of ${quoted(target.name)}`, target.classes)
    .set(`the type of ${quoted(target.name)}`, [target.type ?? "text"]);
}

function withUnit(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}
