import { assertEquals } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { bundle } from "./bundle.ts";
import { type Files, findChromium, ISOLATION, openPage } from "./chromium.ts";
import { mnistExamples } from "./mnist_examples.ts";
import { GOLDEN } from "./golden_runs.ts";

const IMAGES = 2000;

/** What a page or its worker finds out: whether there is shared memory, and the hashes of some engines. */
const FIND = `
  const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
  export async function find(engines) {
    const found = { sharedMemory: typeof SharedArrayBuffer === "function" };
    try {
      const { trainAll } = await import("/golden_runs.js");
      const examples = { images: await bytes("/images"), labels: await bytes("/labels") };
      for (const [engine, workers] of engines) {
        found[engine + " " + workers] = await trainAll(examples, engine, workers);
      }
    } catch (error) { found.error = String(error.stack);
    }
    return found;
  }`;

const SEND = `const send = (found) =>
  fetch("/found", { method: "POST", body: JSON.stringify(found) });`;

const page = (
  script: string,
) => ["text/html", `<!doctype html><title>Inkling</title><script type="module">${script}</script>`];

/** A page that trains itself. */
const ALONE = page(`
  import { find } from "/find.js";
  ${SEND}
  send(await find([["reference", 1], ["wasm", 1]]));`);

/** A page that trains in a worker, since the engine waits for its own workers, which a page must not. */
const SHARED = page(`
  ${SEND}
  const worker = new Worker("/worker.js", { type: "module" });
  worker.onmessage = ({ data }) => send(data);
  worker.onerror = ({ message }) => send({ error: message });`);

const WORKER = `
  import { find } from "/find.js";
  postMessage(await find([["wasm", 2], ["wasm", 3]]));`;

const chromium = await findChromium();

/** The page with all that it loads. */
async function filesOf([type, html]: string[]): Promise<Files> {
  const { images, labels } = await mnistExamples(IMAGES);
  return {
    "/": [type!, html!],
    "/find.js": ["text/javascript", FIND],
    "/worker.js": ["text/javascript", WORKER],
    "/golden_runs.js": ["text/javascript", await bundle("tests/engine/golden_runs.ts")],
    "/images": ["application/octet-stream", images],
    "/labels": ["application/octet-stream", labels],
  };
}

Deno.test("Chromium trains to the golden weights on a page without special headers", {
  ignore: chromium === undefined,
}, async () => {
  await mnistData();
  assertEquals(await openPage(chromium!, await filesOf(ALONE)), {
    sharedMemory: false,
    "reference 1": GOLDEN[IMAGES],
    "wasm 1": GOLDEN[IMAGES],
  });
});

Deno.test("Chromium trains to the golden weights with 2 and with 3 workers", {
  ignore: chromium === undefined || !LONG_TESTS,
}, async () => {
  await mnistData();
  assertEquals(await openPage(chromium!, await filesOf(SHARED), ISOLATION), {
    sharedMemory: true,
    "wasm 2": GOLDEN[IMAGES],
    "wasm 3": GOLDEN[IMAGES],
  });
});
