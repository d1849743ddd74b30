/** The server's page in Chromium. */

import { assertEquals, assertMatch } from "@std/assert";
import { type App, createApp } from "../../../lib/serve/mod.ts";
import { listen } from "../../../tasks/serve/listen.ts";
import { findChromium } from "../../engine/chromium.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { allModels, explainedModel, ROW } from "../../serve/served_fixture.ts";
import { Browser } from "../../../packages/page/tests/browser.ts";
import { assertAccessible } from "../../../packages/page/tests/page.ts";

const chromium = await findChromium();
const options = { ignore: chromium === undefined || !LONG_TESTS };

const SCREENS = [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]] as const;

/** A browser with the page of a server of this process, until the end of the scope. */
async function shown(app: App) {
  const stop = new AbortController();
  const { promise: port, resolve } = Promise.withResolvers<number>();
  const at = { host: "127.0.0.1", port: 0 };
  const ended = listen((request) => app.fetch(request), at, stop.signal, resolve);
  const browser = await Browser.start(chromium!);
  await browser.send("Page.navigate", { url: `http://127.0.0.1:${await port}/` });
  return {
    browser,
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      stop.abort();
      await ended;
    },
  };
}

Deno.test(
  "Chromium: the page asks for the token before it shows anything of the models",
  options,
  async () => {
    const app = createApp({ kinds: explainedModel() }, { token: "s3cret" });
    await using page = await shown(app);
    const { browser } = page;
    await browser.until("document.querySelector('#unlock')?.hidden === false");
    const show = (token: string) =>
      browser.evaluate(`(() => {
        token.value = ${JSON.stringify(token)};
        unlock.querySelector("button").click();
      })()`);
    await show("wrong");
    await browser.until("refused.textContent !== ''");
    assertEquals(
      await browser.evaluate(
        "[refused.textContent, getComputedStyle(document.querySelector('main')).display, fields.children.length]",
      ),
      ["Cannot answer without the token: expected Authorization: Bearer …", "none", 0],
    );
    await show("s3cret");
    await browser.until("document.querySelector('#fields label') !== null");
    const answered = await browser.evaluate(`new Promise((resolve) => {
      new MutationObserver(() => resolve([unlock.hidden, link.hidden, answer.textContent]))
        .observe(answer, { childList: true });
      form.querySelector("button").click();
    })`);
    assertEquals(answered.slice(0, 2), [true, true]);
    assertEquals(["glad", "sad"].includes(JSON.parse(answered[2]).label), true);
  },
);

Deno.test(
  "Chromium: the page sends a row of its fields, and shows the answer",
  options,
  async () => {
    const app = createApp({ ...allModels(), explained: explainedModel() });
    await using page = await shown(app);
    const { browser } = page;
    await browser.until("document.querySelector('#fields label') !== null");
    for (const [name, value] of Object.entries(ROW)) {
      await browser.evaluate(`(() => {
        const label = [...document.querySelectorAll("#fields label")]
          .find(({ textContent }) => textContent === ${JSON.stringify(name)});
        label.control.value = ${JSON.stringify(String(value))};
      })()`);
    }
    const answered = await browser.evaluate(`new Promise((resolve) => {
      new MutationObserver(() => resolve(answer.textContent)).observe(answer, { childList: true });
      form.querySelector("button").click();
    })`);
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(ROW) };
    const expected = await (await app.request("/models/kinds/predict", init)).json();
    assertEquals(JSON.parse(answered), expected);
    const [hidden, why, command] = await browser.evaluate(`new Promise((resolve) => {
      const wasHidden = explain.hidden;
      model.value = "/models/explained/predict";
      model.dispatchEvent(new Event("change"));
      new MutationObserver(() => resolve([wasHidden, reasons.textContent, command.textContent]))
        .observe(reasons, { childList: true });
      form.querySelector("button").click();
    })`);
    assertEquals(hidden, true);
    assertMatch(why, /^Why (glad|sad) \d+\.\d %.*These add up from .*, the average for \1\.$/);
    await assertAccessible(browser, ...SCREENS);
    assertMatch(command, /\/models\/explained\/predict\?explain'/);
    assertEquals(browser.complaints, []);
  },
);
