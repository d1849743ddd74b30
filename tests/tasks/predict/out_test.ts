import { join } from "@std/path";
import { lineOf } from "../../../tasks/predict/csv.ts";
import { checkPredictionsFile } from "../../../tasks/predict/out.ts";
import { CAUTION } from "../../../tasks/predict/rows.ts";
import { predictionFormats } from "../../../tasks/problem/predictions.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { rejectsSaying } from "../../helpers/says.ts";

const ignore = !granted("read", "write");

Deno.test({
  name: "predictions are recognized by their first line, whatever stands between the cells",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "out.csv");
    const check = async (header: string) => {
      await Deno.writeTextFile(path, `${header}\n1\n`);
      await checkPredictionsFile(path, [], false);
    };
    const facts = {
      ofTable: true,
      areProbabilities: true,
      intervals: { coverage: 0.9, halfWidths: [1] },
    };
    const columns = Object.values(predictionFormats)
      .map((format) => format.columns({ ...facts, names: ["a", "b c"] }));
    for (const delimiter of [",", ";", "\t", "|", "~", " "]) {
      for (const names of [...columns, ["predicted price", "low", "high"]]) {
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
      await rejectsSaying(() => check(header), Error, "does not hold predictions", "--force");
    }
  },
});
