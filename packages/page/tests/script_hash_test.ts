import { assertEquals } from "@std/assert";
import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { Network, weightsSha256 } from "../../../mod.ts";
import { weightsHash } from "../training.ts";
import { replaced } from "../../../tests/helpers/replaced.ts";

Deno.test("where browsers have no SHA-256, the page computes the same hash in script", async () => {
  const rows = Array.from({ length: 20 }, (_, k) => ({ x: k, kind: k % 2 ? "odd" : "even" }));
  const { network } = await TableModel.fit(rows, { target: "kind", folds: 2, epochs: 1 });
  for (const model of [new Network([3, 4, 2], { seed: 1 }), network as FoldEnsemble]) {
    const expected = await weightsSha256(model);
    using _ = replaced({ crypto: {} });
    assertEquals(await weightsHash(model), expected);
  }
});
