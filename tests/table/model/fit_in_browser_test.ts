/** Training on rows in a browser: the bytes of Deno. */

import { assertEquals } from "@std/assert";
import { bundle } from "../../engine/bundle.ts";
import { findChromium, openPage } from "../../engine/chromium.ts";
import { fitted } from "./fitted_fixture.ts";

const chromium = await findChromium();

const PAGE = `<!doctype html><title>Inkling</title><script type="module">
  const send = (found) => fetch("/found", { method: "POST", body: JSON.stringify(found) });
  import("/fitted.js").then(({ fitted }) => fitted()).then(send, ({ stack }) => send(stack));
</script>`;

Deno.test("Chromium trains on rows and on CSV text to the bytes of Deno", {
  ignore: chromium === undefined,
}, async () => {
  const script = await bundle("tests/table/model/fitted_fixture.ts");
  const found = await openPage(chromium!, {
    "/": ["text/html", PAGE],
    "/fitted.js": ["text/javascript", script],
  });
  assertEquals(found, await fitted());
});
