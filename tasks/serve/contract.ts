/** What a model is asked and answers: a newer one replaces it only where this is the same. @module */

import { joinNames } from "../../lib/checks/mod.ts";
import type { Model } from "../../lib/serve/mod.ts";
import { quoted, type TableColumn, TableModel } from "../../lib/table/mod.ts";

/** Names and types by what they belong to, such as `column "age"`. */
type Contract = ReadonlyMap<string, readonly string[]>;

/** How a model differs from an earlier one, as a piece of a sentence; `undefined` if rows and answers are alike. */
export function differenceFrom(before: Model, now: Model): string | undefined {
  const [earlier, newer] = [contractOf(before), contractOf(now)];
  for (const what of new Set([...earlier.keys(), ...newer.keys()])) {
    const [was, is] = [earlier.get(what), newer.get(what)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const [expected, got] = [was, is].map((names) =>
      names === undefined ? "none" : joinNames(names)
    );
    return `${what}: expected ${expected}, got ${got}`;
  }
  return undefined;
}

function contractOf(model: Model): Contract {
  if (!(model instanceof TableModel)) {
    const { network: { features, classNames, predictsClasses }, labels, quantities } = model;
    const outputs = predictsClasses ? "classes" : "quantities";
    const names = labels ?? classNames ?? quantities?.map(({ name }) => name) ?? [];
    return new Map([
      ["inputs", [String(features)]],
      [labels === undefined ? outputs : "labels", names],
    ]);
  }
  const { columns, target } = model.table;
  const contract = new Map<string, readonly string[]>(
    columns.map((column) => [`column ${quoted(column.name)}`, [typeOf(column)]]),
  );
  if (target.kind === "quantity") {
    const names = target.quantities.map(({ name, unit }) => withUnit(name, unit));
    return contract.set("quantities", names);
  }
  return contract.set(`classes of ${quoted(target.name)}`, target.classes)
    .set(`the type of ${quoted(target.name)}`, [target.type ?? "text"]);
}

/** How cells of a column are read: the same text may be another value in another format. */
function typeOf(column: TableColumn): string {
  switch (column.kind) {
    case "number": {
      const { format } = column;
      if (format === undefined) return "numbers";
      if (format.as !== "decimal") return format.as === "hours" ? "times of day" : "yes or no";
      const comma = format.decimal === "," ? " with a decimal comma" : "";
      return withUnit("numbers", format.unit) + comma;
    }
    case "date":
      return `dates (${column.order})`;
    default:
      return "texts";
  }
}

function withUnit(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}
