import { assertEquals } from "@std/assert";
import { parseDraft } from "../../lib/config.ts";
import {
  dataKindOf,
  PATH_KEYS,
  pathsOf,
  type UserDataset,
  withoutPath,
} from "../../lib/config/user_data.ts";

Deno.test("a data set has its path by the one key of its kind", () => {
  for (const key of PATH_KEYS) {
    assertEquals(dataKindOf({ [key]: "a" }).key, key);
    assertEquals(pathsOf({ [key]: "a" }), ["a"]);
  }
});

Deno.test("a config without its path is the same wherever its data is", () => {
  const named = { dataset: "mnist", seed: 1 };
  assertEquals(withoutPath(named), named);
  for (const kind of ["csv", "table", "images", "idx", "npz"]) {
    const config = { dataset: { [kind]: "/home/a", split: "part" } as UserDataset, seed: 1 };
    assertEquals(withoutPath(config), { dataset: { [kind]: "", split: "part" }, seed: 1 });
    assertEquals(config.dataset, { [kind]: "/home/a", split: "part" });
  }
});

Deno.test("a config without a rule for missing values stays so, and its hashes with it", () => {
  const dataset = { csv: "a.csv", target: "b" };
  assertEquals(parseDraft({ dataset }).dataset, dataset);
});
