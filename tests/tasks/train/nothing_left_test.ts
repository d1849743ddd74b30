import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { berriesTable } from "../../helpers/draw_tables.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";

testsWith("read", "write", "run")(
  "a run with nothing left to train keeps its weights' file as it is when it is resumed",
  async ({ path: folder }) => {
    const csv = join(folder, "berries.csv");
    await Deno.writeTextFile(csv, berriesTable(60));
    const weights = async (folds: string, ...more: string[]) => {
      const words = ["--csv", csv, "--target", "taste", "--folds", folds, "--runs", folder];
      const small = ["--set", "epochs=1", "--set", "hidden=[3]", "--no-report"];
      const { code, stdout, stderr } = await runHere([
        "train",
        ...words,
        ...small,
        ...["--name", `folds-${folds}`, ...more],
      ]);
      assertEquals(code, 0, stderr);
      if (more.length > 0) assertMatch(stdout, /^Nothing is left to train in /m);
      return await Deno.readFile(join(folder, `folds-${folds}`, FILES.weights));
    };
    for (const folds of ["0", "2"]) {
      assertEquals(await weights(folds), await weights(folds, "--resume"), `${folds} folds`);
    }
  },
);
