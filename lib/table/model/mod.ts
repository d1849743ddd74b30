/** What reads a table's description and answers rows, without what trains: `lib/table/mod.ts` has both. @module */

export { areQuotable, quotableLevels } from "../cells/quotable.ts";
export { kindOf } from "../columns/kinds.ts";
export { DEFAULT_MISSING_VALUE_RULE } from "../../options/table.ts";
export { parseTableDescription } from "../columns/parse_description.ts";
export { leakSentences } from "../columns/profile.ts";
export { forTarget, rulesOf } from "../columns/target.ts";
export { encodeRow } from "../encode/encode.ts";
export { RowExplainer } from "./explain.ts";
export { responseAlong } from "./response.ts";
export { featureRolesOf } from "../encode/distributions.ts";
