import { assertEquals } from "@std/assert";
import { parseDraft } from "../../lib/config.ts";
import {
  OWN_KINDS,
  type OwnDataset,
  ownDatasetProblem,
  pathKeyOf,
  withoutPath,
} from "../../lib/config/own_data.ts";

Deno.test("a data set says where it is by the one key of its kind, and has that kind's keys besides", () => {
  const values: Required<OwnDataset> = {
    ...{ csv: "a", images: "a", idx: "a", npz: "a", target: "b", kind: "class", delimiter: ";" },
    ...{ header: true, gaps: "mean", without: ["c"], weights: "d", split: "e", memory: 9 },
    ...{ size: [28, 28], color: true, standardize: true },
  };
  const wanted: { readonly [kind: string]: readonly string[] } = {
    csv: ["target", "kind", "delimiter", "header", "gaps", "without", "weights", "split"],
    images: ["size", "color", "split"],
    idx: ["split", "memory"],
    npz: ["kind", "standardize", "split"],
  };
  assertEquals(OWN_KINDS, wanted);
  for (const [kind, keys] of Object.entries(wanted)) {
    const place = kind === "csv" ? { csv: "a", target: "b" } : { [kind]: "a" };
    assertEquals(pathKeyOf(place), kind as "csv");
    assertEquals(ownDatasetProblem(place), undefined);
    for (const [key, value] of Object.entries(values)) {
      if (key in wanted) continue;
      assertEquals(
        ownDatasetProblem({ ...place, [key]: value }),
        keys.includes(key)
          ? undefined
          : `"${key}" is not for ${kind}: there are ${keys.join(", ")}`,
      );
    }
  }
});

Deno.test("no place, two of them, or a table without a target is told", () => {
  const places = "one of csv, images, idx, npz is wanted, which says where the data is";
  assertEquals(ownDatasetProblem({}), places);
  assertEquals(ownDatasetProblem({ target: "species" }), places);
  assertEquals(ownDatasetProblem({ images: "a", npz: "b" }), places);
  assertEquals(
    ownDatasetProblem({ csv: "a.csv" }),
    '"target" is wanted, the column to predict',
  );
});

Deno.test("a config without its place is the same wherever its data is", () => {
  const named = { dataset: "mnist", seed: 1 };
  assertEquals(withoutPath(named), named);
  for (const kind of ["csv", "images", "idx", "npz"]) {
    const config = { dataset: { [kind]: "/home/a", split: "part" } as OwnDataset, seed: 1 };
    assertEquals(withoutPath(config), { dataset: { [kind]: "", split: "part" }, seed: 1 });
    assertEquals(config.dataset, { [kind]: "/home/a", split: "part" });
  }
});

Deno.test("a config that says nothing of missing values stays so, and its hashes with it", () => {
  const dataset = { csv: "a.csv", target: "b" };
  assertEquals(parseDraft({ dataset }).dataset, dataset);
});
