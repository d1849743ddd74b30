/** The page in real Chromium as a classroom has it: by plain http from another machine, where browsers have no SHA-256. */

import { assertEquals } from "@std/assert";
import { siteFiles } from "../../../tasks/demo/site_files.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import { Browser } from "./browser.ts";
import { temporaryFolder } from "../../../tests/helpers/run_task.ts";
import {
  assertQuiet,
  chromium,
  IRIS,
  trainAtTerminal,
  trainDigits,
  trainInPage,
  trainTable,
} from "./page.ts";
import { serveStatic } from "../../../tests/tasks/demo/served.ts";

/** A name that is not this machine's, though it leads here. */
const HOST = "classroom.lan";

Deno.test(
  "Chromium: by plain http the page trains to the command line's bytes, and shows what it cannot check",
  { ignore: chromium === undefined || !LONG_TESTS },
  async () => {
    const options = { withData: true, suffix: "" } as const;
    await using server = serveStatic(await siteFiles(undefined, await mnistData(), options));
    const flags = [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    await using browser = await Browser.start(chromium!, flags);
    const address = `http://${HOST}:${server.port}/page/`;
    await browser.open(address);
    const context = await browser.evaluate("[isSecureContext, typeof crypto.subtle]");
    assertEquals(context, [false, "undefined"]);
    await browser.shows({ // before anything is pressed
      "data-state": "Data: from this page’s server; its SHA-256 can be checked only over https",
    });
    await trainDigits(browser, { epochs: 1, "training-size": 100, hidden: "5" });
    await browser.shows({
      error: "",
      sha256: (await trainAtTerminal(await browser.text("command"))).weightsSha256,
      state: /^Done: epoch 1 reads \d+ of 10000/,
    });
    await using folder = await temporaryFolder();
    const { summary } = await trainTable(folder.path, IRIS, "species", "--folds", "auto");
    assertEquals(await trainInPage(browser, IRIS, "species"), summary.weightsSha256);
    await browser.shows({ "table-state": /% right out of fold\.$/ });
    await assertQuiet(browser, address);
  },
);
