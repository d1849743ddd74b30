import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseDraft } from "../../lib/config.ts";
import {
  OWN_KINDS,
  type OwnDataset,
  ownDatasetProblem,
  pathKeyOf,
  withoutPath,
} from "../../lib/config/user_data.ts";

Deno.test("a data set has its path by the one key of its kind, and has that kind's keys besides", () => {
  const values: Required<OwnDataset> = {
    ...{ costs: { falseAlarm: 1, miss: 5 }, positive: "yes", coverage: 0.9 },
    ...{ csv: "a", images: "a", idx: "a", npz: "a", target: "b", kind: "class", delimiter: ";" },
    ...{ header: true, gaps: "mean", without: ["c"], weights: "d", split: "e", memory: 9 },
    ...{ size: [28, 28], color: true, standardize: true, splitBy: "f", splitAfter: "g" },
    ...{ as: { f: "mdy" }, encoding: "latin1", table: ["a"], sheet: "b", query: "select 1" },
  };
  const expected: { readonly [kind: string]: readonly string[] } = {
    csv: ["target", "kind", "delimiter", "header", "encoding", "gaps", "without", "weights"]
      .concat("split", "splitBy", "splitAfter", "as", "costs", "positive", "coverage"),
    table: ["target", "kind", "delimiter", "header", "encoding", "sheet", "query", "gaps"]
      .concat("without", "weights", "split", "splitBy", "splitAfter", "as")
      .concat("costs", "positive", "coverage"),
    images: ["size", "color", "split"],
    idx: ["split", "memory"],
    npz: ["kind", "standardize", "split", "costs"],
  };
  assertEquals(OWN_KINDS, expected);
  for (const [kind, keys] of Object.entries(expected)) {
    const path = ["csv", "table"].includes(kind) ? { [kind]: "a", target: "b" } : { [kind]: "a" };
    assertEquals(pathKeyOf(path), kind as "csv");
    assertEquals(ownDatasetProblem(path), undefined);
    for (const [key, value] of Object.entries(values)) {
      if (key in expected) continue;
      assertEquals(
        ownDatasetProblem({ ...path, [key]: value }),
        keys.includes(key)
          ? undefined
          : `"${key}" is not for ${kind}: there are ${keys.join(", ")}`,
      );
    }
  }
});

Deno.test("no path, two of them, or a table without a target is reported", () => {
  for (const dataset of [{}, { target: "species" }, { images: "a", npz: "b" }]) {
    assertStringIncludes(ownDatasetProblem(dataset)!, "one of csv, table, images, idx, npz");
  }
  assertStringIncludes(ownDatasetProblem({ csv: "a.csv" })!, 'expected "target"');
});

Deno.test("a config without its path is the same wherever its data is", () => {
  const named = { dataset: "mnist", seed: 1 };
  assertEquals(withoutPath(named), named);
  for (const kind of ["csv", "table", "images", "idx", "npz"]) {
    const config = { dataset: { [kind]: "/home/a", split: "part" } as OwnDataset, seed: 1 };
    assertEquals(withoutPath(config), { dataset: { [kind]: "", split: "part" }, seed: 1 });
    assertEquals(config.dataset, { [kind]: "/home/a", split: "part" });
  }
});

Deno.test("a config without a rule for missing values stays so, and its hashes with it", () => {
  const dataset = { csv: "a.csv", target: "b" };
  assertEquals(parseDraft({ dataset }).dataset, dataset);
});
