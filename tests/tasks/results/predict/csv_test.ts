import { join } from "@std/path";
import { csvLine } from "../../../../tasks/cli/table.ts";
import { CAUTION, checkPredictionsFile } from "../../../../tasks/results/predict/csv.ts";
import { predictionFormats } from "../../../../tasks/results/problem/predictions.ts";
import { rejectsSaying } from "../../../helpers/says.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const OTHERS = ["a,use caution", "a use caution", "a predictor b caution", "caution", "caution,a"];

testsWith("read", "write")("predictions are recognized by their first line", async (folder) => {
  const path = join(folder.path, "out.csv");
  const check = async (header: string) => {
    await Deno.writeTextFile(path, `${header}\n1\n`);
    await checkPredictionsFile(path, [], false);
  };
  const intervals = { coverage: 0.9, halfWidths: [1] };
  const facts = { ofTable: true, areProbabilities: true, intervals, names: ["a", "b c"] };
  const columns = Object.values(predictionFormats).map((format) => format.columns(facts));
  for (const delimiter of [",", ";", "\t", "|", "~", " "]) {
    for (const names of [...columns, ["predicted price", "low", "high"]]) {
      for (const caution of [CAUTION, `${CAUTION} 2`]) {
        await check(csvLine(["x", "the y", ...names, caution], delimiter));
      }
    }
  }
  for (const header of [...OTHERS, "a,precaution"]) {
    await rejectsSaying(() => check(header), Error, "does not hold predictions", "--force");
  }
});
