import { assertEquals } from "@std/assert";
import { granted, outcomeOf, startScript } from "./helpers/run_task.ts";

for (const name of ["ci.yml", "train.yml"]) {
  Deno.test({
    name: `actionlint finds nothing wrong in .github/workflows/${name}`,
    ignore: !granted("read", "run"),
    fn: async () => {
      const { stdout, stderr } = await outcomeOf(
        startScript("tests/actionlint_fixture.ts", [`.github/workflows/${name}`], {
          permissions: ["--allow-read"],
        }),
      );
      assertEquals(stdout, "[]\n", stderr);
    },
  });
}
