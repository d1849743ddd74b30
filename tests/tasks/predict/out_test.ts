import { assertRejects } from "@std/assert";
import { join } from "@std/path";
import { CAUTION, classColumns, lineOf } from "../../../tasks/predict/csv.ts";
import { checkPredictionsFile } from "../../../tasks/predict/out.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const ignore = !granted("read", "write");

Deno.test({
  name: "predictions are known by their first line, whatever stands between the cells",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "out.csv");
    const check = async (header: string) => {
      await Deno.writeTextFile(path, `${header}\n1\n`);
      await checkPredictionsFile(path, [], false);
    };
    const quantity = ["predicted price", "low", "high"];
    for (const delimiter of [",", ";", "\t", "|", "~", " "]) {
      for (const names of [classColumns(["a", "b c"]), quantity]) {
        for (const caution of [CAUTION, `${CAUTION} 2`]) {
          await check(lineOf(["x", "the y", ...names, caution], delimiter));
        }
      }
    }
    for (
      const header of [
        "a,use caution",
        "a use caution",
        "a predictor b caution",
        "caution",
        "caution,a",
        "a,precaution",
      ]
    ) {
      await assertRejects(
        () => check(header),
        Error,
        "it does not hold predictions; --force writes",
      );
    }
  },
});
