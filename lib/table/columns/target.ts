/**
 * The target of a table: a class or quantities. Each kind is an object that owns what depends on it; nothing else asks which
 * it is. @module
 */

import { suggestion } from "../../checks/meant.ts";
import { joinNames } from "../../checks/texts.ts";
import { quoted } from "../cells/cells.ts";
import type { TableHead } from "../cells/source.ts";
import { classRules } from "./target/classes.ts";
import type { TableTarget, TargetPart, TargetRules, TargetTable } from "./target/contract.ts";
import { quantityRules } from "./target/quantities.ts";

export { decodeQuantities } from "./target/quantities.ts";

/** What depends on the target of a table. */
export function rulesOf({ target }: { readonly target: TableTarget }): TargetRules {
  return forTarget({ class: classRules, quantity: quantityRules }, target);
}

/** Calls the entry for this target's kind. */
export function forTarget<Rest extends readonly unknown[], Result>(
  table: TargetTable<Rest, Result>,
  target: TableTarget,
  ...rest: Rest
): Result {
  const entry = table[target.kind] as (target: TableTarget, ...rest: Rest) => Result;
  return entry(target, ...rest);
}

/**
 * Begins to read the targets of rows whose cells are in the order of a table's header.
 * @returns what takes the targets of so many rows
 * @throws {SyntaxError} if one of the target's columns is missing
 */
export function targetReader(
  description: { readonly target: TableTarget },
  source: TableHead,
): (rows: number) => TargetPart {
  const header = source.columns;
  const rules = rulesOf(description);
  const missing = rules.names.find((name) => !header.includes(name));
  if (missing !== undefined) {
    throw new SyntaxError(
      `Cannot find the target ${quoted(missing)} in ` +
        `${source.name}${suggestion(missing, header) || `: it has ${joinNames(header)}`}`,
    );
  }
  return rules.reader(source, rules.names.map((name) => header.indexOf(name)));
}
