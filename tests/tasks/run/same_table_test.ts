/** Which networks of tables answer together. */

import { assertEquals } from "@std/assert";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { haveSameTable, type OpenNetwork } from "../../../tasks/run/open_network.ts";
import { CLASSES, QUANTITIES } from "../../table/model/described_fixture.ts";

const opened = (table?: TableDescription) => ({ table }) as OpenNetwork;

Deno.test("an older file, without the type of classes and left-out columns, is of the same table", () => {
  const older: TableDescription = {
    ...CLASSES,
    target: { kind: "class", name: "feels", classes: ["false", "true"] },
  };
  const newer: TableDescription = {
    ...older,
    target: { kind: "class", name: "feels", classes: ["false", "true"], type: "boolean" },
    leftOut: ["id"],
  };
  assertEquals(haveSameTable(opened(older), opened(newer)), true);
  assertEquals(haveSameTable(opened(older), opened(CLASSES)), false);
  assertEquals(haveSameTable(opened(QUANTITIES), opened(CLASSES)), false);
  const fewer = { ...newer, columns: newer.columns.slice(1) };
  assertEquals(haveSameTable(opened(newer), opened(fewer)), false);
  assertEquals([haveSameTable(opened(), opened()), haveSameTable(opened(), opened(older))], [
    true,
    false,
  ]);
});
