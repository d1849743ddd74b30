import { join } from "@std/path";
import { findChromium } from "../../../engine/chromium.ts";
import { LONG_TESTS } from "../../../helpers/long.ts";
import { tinyRun } from "../../../helpers/mnist_data.ts";
import { testsWhere } from "../../../helpers/tests_with.ts";
import { done } from "../../../helpers/outcomes.ts";
import { pageOf } from "../../../../lib/document/page.ts";
import { truthSection } from "../../../../tasks/results/problem/truth.ts";
import { TRUTH } from "../../../helpers/drawn_truth.ts";
import { assertShown } from "./assert_shown.ts";

const chromium = await findChromium();

testsWhere(!(chromium === undefined || !LONG_TESTS))(
  "Chromium shows reports wide and narrow, light and dark, with nothing broken or cut off",
  async ({ path: folder }) => {
    const { run, data } = await tinyRun(folder);
    const long = "a-name-that-is-as-long-as-the-names-of-runs-of-large-sweeps-become-in-the-end";
    const words = ["train", "--no-report", "--data", data, "--runs", folder] as const;
    const small = ["--set", "trainingSize=10", "--set", "epochs=3", "--set", "sizes=[784,80,9,10]"];
    const names = [long, "with-softmax", "with-momentum"];
    const others = names.map((name) => join(folder, name));
    const changes = [
      [],
      ["--set", "outputActivation=softmax", "--set", "l2=0.00012345"],
      ["--set", 'optimizer={"name":"momentum"}', "--set", 'schedule={"name":"oneCycle"}'],
    ];
    for (const [k, name] of names.entries()) {
      await done(...words, "--name", name, ...small, ...changes[k]!);
    }
    const pages: string[] = [];
    for (const runs of [[run], [others[0]!], [run, ...others]]) {
      const out = join(folder, "out.html");
      await done("report", ...runs, "--data", data, "--out", out);
      pages.push(await Deno.readTextFile(out));
    }
    pages.push(pageOf({
      title: "t",
      kind: "k",
      heading: "h",
      lead: "l",
      header: [],
      sections: [truthSection(TRUTH)],
    }));
    await assertShown(chromium!, pages);
  },
);
