import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { granted, outcomeOf, ROOT, startScript } from "./helpers/run_task.ts";

for (const name of ["ci.yml", "nightly.yml", "pages.yml", "train.yml"]) {
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

Deno.test({
  name: "only the job that publishes the site may write, and only pages",
  ignore: !granted("read"),
  fn: async () => {
    const text = await Deno.readTextFile(join(ROOT, ".github/workflows/pages.yml"));
    const [build = "", deploy = ""] = text.split("\n  deploy:\n");
    assertEquals(build.match(/^ *[a-z-]+: (read|write)$/gm), ["  contents: read"]);
    assertEquals(deploy.match(/^ *[a-z-]+: (read|write)$/gm), [
      "      pages: write",
      "      id-token: write",
    ]);
  },
});
