import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { exists } from "@std/fs";
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
      const words = [
        "--csv",
        csv,
        "--target",
        "taste",
        "--folds",
        folds,
        "--runs",
        folder,
        "--split=random",
      ];
      const small = ["--set", "epochs=1", "--set", "hidden=[3]", "--no-report"];
      const { code, stdout, stderr } = await runHere([
        "train",
        ...words,
        ...small,
        "--name",
        `folds-${folds}`,
        ...more,
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

testsWith("read", "write", "run")(
  "a run over folds keeps a checkpoint only as long as more epochs could change it",
  async ({ path: folder }) => {
    const csv = join(folder, "berries.csv");
    await Deno.writeTextFile(csv, berriesTable(60));
    const train = async (name: string, epochs: number, ...more: string[]) => {
      const words = [
        "--csv",
        csv,
        "--target",
        "taste",
        "--folds",
        "2",
        "--runs",
        folder,
        "--split=random",
      ];
      const small = [
        ...["hidden=[3]", "earlyStopping.patience=1", "learningRate=0.03", "averaging=null"]
          .flatMap((change) => ["--set", change]),
        "--no-report",
      ];
      const { code, stdout, stderr } = await runHere([
        "train",
        ...words,
        ...small,
        "--name",
        name,
        "--set",
        `epochs=${epochs}`,
        ...more,
      ]);
      assertEquals(code, 0, stderr);
      return stdout;
    };
    const run = (name: string) => join(folder, name);
    const weights = (name: string) => Deno.readFile(join(run(name), FILES.weights));

    await train("long", 300);
    assertEquals(await exists(join(run("long"), FILES.checkpoint)), false);
    await train("cut", 2);
    assertEquals(await exists(join(run("cut"), FILES.checkpoint)), true);
    await train("cut", 300, "--resume");
    assertEquals(await exists(join(run("cut"), FILES.checkpoint)), false);
    assertEquals(await weights("cut"), await weights("long"));

    const before = await weights("long");
    const printed = await train("long", 400, "--resume");
    assertMatch(printed, /^Nothing is left to train in .*: it ended early, after epoch \d+$/m);
    assertMatch(printed, /^Verdict: /m);
    assertEquals(await weights("long"), before);
    for (const how of [[], ["--retrain"]]) {
      const { code, stdout } = await runHere(["verify", run("long"), ...how]);
      assertEquals(code, 0, stdout);
      assertNotMatch(stdout, /not verifiable:.*checkpoint/);
    }
  },
);
