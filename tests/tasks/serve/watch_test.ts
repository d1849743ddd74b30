/** Runs that are replaced while they are served. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { WatchedRuns } from "../../../tasks/serve/watch.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { kindsModel } from "../../serve/served_fixture.ts";

const test = testsWith("read", "write");

test("a file that is replaced answers from the next look on, and a damaged one does not", async ({ path }) => {
  const file = join(path, "kinds.safetensors");
  const write = async (bytes: Uint8Array) => {
    await Deno.writeFile(`${file}.new`, bytes);
    await Deno.rename(`${file}.new`, file);
  };
  await write(kindsModel(1).save());
  const watched = await WatchedRuns.open(new Map([["kinds", file]]));
  const first = watched.models.get("kinds")!;
  assertEquals(await watched.refresh(), []);
  assertEquals(watched.models.get("kinds"), first);

  await write(kindsModel(2).save());
  const [note] = await watched.refresh();
  const second = watched.models.get("kinds")!;
  assertEquals(note, `kinds answers by version ${second.version} now`);
  assertEquals(second.version === first.version, false);

  await write(kindsModel(3).save().subarray(0, 500));
  const [problem] = await watched.refresh();
  assertMatch(problem!, /^Cannot .*; kinds still answers by version /);
  const third = watched.models.get("kinds")!;
  assertEquals([third.version, third.model], [second.version, second.model]);
  assertMatch(third.problem!, /^Cannot open its newer files/);

  await write(kindsModel(2).save());
  assertEquals(await watched.refresh(), []);
  assertEquals(watched.models.get("kinds")!.problem, undefined);
});
