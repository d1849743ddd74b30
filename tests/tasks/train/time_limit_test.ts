import { openData } from "../../../tasks/data/source.ts";
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { trainRun } from "../../../tasks/train/train_run.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { runHere } from "../../helpers/run_here.ts";

import { testsWith } from "../../helpers/tests_with.ts";

testsWith("read", "write", "run", "net")(
  "the warnings of a run that a time limit ends within an epoch are about the weights that it keeps",
  async (folder) => {
    const data = await mnistData();
    const path = join(folder.path, "limited");
    const config = parseConfig({
      classWeights: "balanced", // the warning has the balanced accuracy
      learningRate: 0.003, // which hardly learns
      epochs: 100,
      trainingSize: 10_000, // it looks at the time after every 5,000
      evaluate: ["validation"],
    });
    const seconds = 3;
    const limit = performance.now() + 1000 * seconds;
    const untilOver = () => {
      while (performance.now() < limit);
    };
    const { summary } = await trainRun(path, config, {
      opened: await openData(config, data),
      engine: "wasm",
      workers: 1,
      minutes: seconds / 60,
      interrupt: new AbortController().signal,
      onEpoch: untilOver,
    });
    assertEquals(summary!.ended, "timeLimit");
    assertMatch(summary!.warnings!.join(), /balanced accuracy/);
    const verified = await runHere(["verify", path, "--data", data]);
    assertEquals([verified.code, verified.stderr], [0, ""], verified.stdout);
  },
);
