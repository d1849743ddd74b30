/** Which networks of tables answer together. */

import { assertEquals } from "@std/assert";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { haveSameTable, type OpenNetwork } from "../../../tasks/run/open_network.ts";
import { CLASSES, QUANTITIES } from "../../table/model/described_fixture.ts";

const opened = (table?: TableDescription) => ({ table }) as OpenNetwork;

Deno.test("networks are of the same table where columns and target are, whatever is left out", () => {
  const one: TableDescription = {
    ...CLASSES,
    target: { kind: "class", name: "feels", classes: ["false", "true"], type: "boolean" },
  };
  const other: TableDescription = { ...one, leftOut: ["id"] };
  assertEquals(haveSameTable(opened(one), opened(other)), true);
  assertEquals(haveSameTable(opened(one), opened(CLASSES)), false);
  assertEquals(haveSameTable(opened(QUANTITIES), opened(CLASSES)), false);
  const fewer = { ...other, columns: other.columns.slice(1) };
  assertEquals(haveSameTable(opened(other), opened(fewer)), false);
  assertEquals([haveSameTable(opened(), opened()), haveSameTable(opened(), opened(one))], [
    true,
    false,
  ]);
});
