import { assert, assertEquals } from "@std/assert";
import { Draws } from "./scenarios/draws.ts";
import { csvOf, foundIn, splitOf } from "./scenarios/found.ts";
import { independentTable } from "./scenarios/independent.ts";
import { SCENARIOS } from "./scenarios/tables.ts";

/** Those that take a fraction of a second; `scenarios/run.ts` has all. */
const QUICK = [
  "schools by years",
  "a shop with few returning customers",
  "weather stations by days",
  "growing rats",
  "both eyes of a person",
  "houses at stable prices",
  "lots of a factory",
  "pharmacies by ISO weeks",
];

Deno.test("tables are split by what their next rows are: of known units, of new ones, later ones, or any", async () => {
  for (const { name, target, right, make } of SCENARIOS) {
    if (!QUICK.includes(name)) continue;
    const csv = csvOf(make(new Draws(1, name)));
    const split = splitOf(await foundIn({ name, target, csv }));
    assert(right.includes(split), `${name}: ${split}`);
  }
});

Deno.test("independent rows are not split by units and times of no effect", async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const csv = csvOf(independentTable(new Draws(seed, "independent")));
    assertEquals(splitOf(await foundIn({ name: `${seed}`, target: "target", csv })), "random");
  }
});
