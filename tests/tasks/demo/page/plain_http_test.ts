/** The page in real Chromium as a classroom has it: by plain http from another machine, where browsers have no SHA-256. */

import { assertEquals, assertMatch } from "@std/assert";
import { siteFiles } from "../../../../tasks/demo/site_files.ts";
import { mnistData } from "../../../helpers/mnist_data.ts";
import { Browser } from "../browser.ts";
import { assertQuiet, chromium, click, set, textOf } from "../page.ts";
import { serveStatic } from "../serve_static.ts";
import { IRIS, trainInPage } from "../tables.ts";

/** A name that is not this machine's, though it leads here. */
const HOST = "classroom.lan";

const UNHASHED = /^not computed: .* by https/;

Deno.test({
  name:
    "Chromium: by plain http the page trains on MNIST and on a table, and shows what it cannot do",
  ignore: chromium === undefined,
  fn: async () => {
    const options = { withData: true, suffix: "" } as const;
    await using server = serveStatic(await siteFiles(undefined, await mnistData(), options));
    const flags = [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    await using browser = await Browser.start(chromium!, flags);
    const address = `http://${HOST}:${server.addr.port}/page/`;
    await browser.open(address);
    assertEquals(await browser.evaluate("[isSecureContext, typeof crypto.subtle]"), [
      false,
      "undefined",
    ]);
    assertEquals(
      await textOf(browser, "data-state"), // before anything is pressed
      "The data: from this page’s server; its SHA-256 is not checked, which takes https",
    );
    await set(browser, { epochs: 1, "training-size": 100, hidden: "5" });
    await click(browser, "start");
    await browser.until("!document.getElementById('start').disabled");
    assertEquals(await textOf(browser, "error"), "");
    assertMatch(await textOf(browser, "state"), /^Done: epoch 1 reads \d+ of 10000/);
    assertMatch(await textOf(browser, "sha256"), UNHASHED);

    assertMatch(await trainInPage(browser, IRIS, "species"), UNHASHED);
    assertMatch(await textOf(browser, "table-state"), /test rows right/);
    await assertQuiet(browser, address);
  },
});
