import { assertEquals, assertMatch } from "@std/assert";
import { bundle } from "./bundle.ts";
import { findChromium, ISOLATION, openPage } from "./chromium.ts";
import { assertFellBack } from "./assert_fell_back.ts";
import { findEngine, type Found, type FoundEngine } from "./fallback.ts";

const chromium = await findChromium();
const ignore = chromium === undefined;

/** What a page finds whose server sends a policy: under it, no script may stand in the page. */
async function findUnder(policy: string, script: string): Promise<unknown> {
  const page =
    '<!doctype html><title>Inkling</title><script type="module" src="/page.js"></script>';
  const code = `
    import { findDefault, findEngine, findError } from "/fallback.js";
    const send = (found) => fetch("/found", { method: "POST", body: JSON.stringify(found) });
    try {
      await send(${script});
    } catch (error) { await send(String(error.stack));
    }`;
  return await openPage(chromium!, {
    "/": ["text/html", page],
    "/page.js": ["text/javascript", code],
    "/fallback.js": ["text/javascript", await bundle("tests/engine/fallback.ts")],
  }, { ...ISOLATION, "content-security-policy": policy });
}

Deno.test("a page whose policy forbids WebAssembly trains with the reference, and gets a warning", {
  ignore,
}, async () => {
  const found = await findUnder(
    "default-src 'self'",
    `{
        alone: await findEngine("auto"),
        together: await findEngine("auto", 2),
        network: findDefault(),
        error: findError("wasm"),
      }`,
  );
  await assertFellBack(found as Found, "CompileError: .*Content Security Policy.*");
});

Deno.test(
  "a page whose policy forbids the engine's workers trains without them, and gets a warning",
  { ignore },
  async () => {
    const { weightsSha256 } = await findEngine("wasm");
    const found = await findUnder(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
      'await findEngine("auto", 2)',
    );
    const { warnings, ...rest } = found as FoundEngine;
    assertEquals(rest, { engine: "wasm", workers: 1, weightsSha256 });
    assertMatch(
      warnings.join("\n"),
      /^Cannot use 2 workers: one did not start.*; one works, with identical results$/,
    );
  },
);
