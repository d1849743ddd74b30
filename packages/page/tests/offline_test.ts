/** The page in real Chromium without its server, and with a new version of it. */

import { assertEquals, assertMatch } from "@std/assert";
import { pageNetwork } from "../../../tasks/demo/page_network.ts";
import { siteFiles } from "../../../tasks/demo/site_files.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { tinyRun } from "../../../tests/helpers/mnist_data.ts";
import { temporaryFolder } from "../../../tests/helpers/run_task.ts";
import { Browser } from "./browser.ts";
import { assertQuiet, chromium } from "./page.ts";
import { serve, serveStatic } from "../../../tests/tasks/demo/served.ts";

for (
  const [what, start] of [
    ["our server", serve],
    ["any server, in a folder", serveStatic],
  ] as const
) {
  Deno.test(
    `Chromium: the page of ${what} reads a digit without it, and is the new one when it is back`,
    {
      ignore: chromium === undefined || !LONG_TESTS,
    },
    async () => {
      await using folder = await temporaryFolder();
      const { run, data } = await tinyRun(folder.path);
      const network = await pageNetwork(run);
      const site = async (name: string) =>
        await siteFiles({ ...network, name }, data, { withData: true, suffix: "" });
      await using browser = await Browser.start(chromium!);
      const kept = "navigator.serviceWorker.ready.then(() => caches.keys())";
      let [address, port] = ["", 0];
      {
        await using server = await start(await site("first"));
        ({ address, port } = server);
        await browser.open(address);
        await browser.until(`navigator.serviceWorker.controller?.state === "activated"`);
      }
      const first = await browser.evaluate(kept);
      assertEquals(first.length, 1);
      assertMatch(first[0], new RegExp(`^inkling ${address} [0-9a-f]{64}$`));

      for (const path of ["", "index.html", "?x=1#draw"]) {
        await browser.open(address + path);
        await browser.shows({ "draw-network": /^Read by the run first, / });
      }
      await browser.draw("paper", [[[0.5, 0.2], [0.5, 0.5], [0.5, 0.8]]]);
      await browser.shows({ "draw-sentence": /^(An?|Not sure: perhaps an?) \d, / });
      await browser.evaluate(`$("#examples button").click()`);
      await browser.shows({ "draw-news": /The test image is a 0\.$/ });

      await using _ = await start(await site("second"), { port });
      await browser.open(address);
      await browser.shows({ "draw-network": /^Read by the run second, / });
      await browser.until(`caches.keys().then(([name]) => name !== ${JSON.stringify(first[0])})`);
      assertEquals((await browser.evaluate(kept)).length, 1);
      await assertQuiet(browser, address);
    },
  );
}
