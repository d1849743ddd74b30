/** A page with figures, bundled and served as the site does it, in Chromium. */

import { join } from "@std/path";
import { formatIdx, parseIdx } from "../../../../lib/formats/mod.ts";
import { mnist } from "../../../../lib/digits/mnist.ts";
import { PALETTES } from "../../../../lib/document/style.ts";
import { POLICIES } from "../../site/frame.ts";
import { mnistData } from "../../../../tests/helpers/mnist_data.ts";
import { ROOT } from "../../../../tests/helpers/run_task.ts";
import { Browser } from "../../../page/tests/browser.ts";
import { chromium } from "../../../page/tests/page.ts";

/** The digits of the page. */
const SIZES = { train: 300, t10k: 100 };

const ELEMENTS = join(ROOT, "packages", "course", "elements");

type Bytes = Uint8Array<ArrayBuffer>;

/** A chapter in a browser. */
export interface ChapterPage extends AsyncDisposable {
  readonly browser: Browser;
  readonly address: string;
}

/**
 * Serves a page with such a body, and opens it.
 * @param withDigits whether the digits are there
 */
export async function openChapter(
  body: string,
  { withDigits = true }: { withDigits?: boolean } = {},
): Promise<ChapterPage> {
  await using stack = new AsyncDisposableStack();
  const files = new Map<string, string | Bytes>([
    ...await scripts(),
    ...withDigits ? await digits() : [],
    ["/docs/book/style.css", style()],
    ["/docs/book/chapter.html", page(body)],
  ]);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ url }) => {
    const path = new URL(url).pathname;
    const file = files.get(path);
    const type = TYPES[path.split(".").at(-1)!] ?? "application/octet-stream";
    return file === undefined
      ? new Response(null, { status: 404 })
      : new Response(file, { headers: { "content-type": type } });
  });
  stack.defer(() => server.shutdown());
  const address = `http://127.0.0.1:${server.addr.port}/docs/book/chapter.html`;
  const browser = stack.use(await Browser.start(chromium!));
  await browser.emulate(800, 900, "light");
  await browser.open(address);
  const owned = stack.move();
  return { browser, address, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
};

function page(body: string): string {
  return `<!doctype html><html lang="en" data-ready><head><meta charset="utf-8"><title>Chapter</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${POLICIES.chapter}">
<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css"><script type="module" src="book.js"></script>
</head><body><main><h1>Chapter</h1>${body}</main></body></html>`;
}

function style(): string {
  const variables = (palette: object) =>
    Object.entries(palette).map(([name, color]) => `--${name}: ${color};`).join(" ");
  return `:root { color-scheme: light dark; ${variables(PALETTES.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(PALETTES.dark)} } }
body { margin: 0 16px; background: var(--page); color: var(--ink); font: 17px/1.5 sans-serif; }`;
}

async function scripts(): Promise<[string, Bytes][]> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [join(ELEMENTS, "book.ts")],
    outputDir: ELEMENTS,
    platform: "browser",
    codeSplitting: true,
    minify: true,
    write: false,
  });
  if (!success) throw new Error(errors.map(({ text }) => text).join("\n"));
  return outputFiles.map(({ path, contents }) => [
    `/docs/book/${path.slice(ELEMENTS.length + 1)}`,
    contents as Bytes,
  ]);
}

/** The first digits of both parts, in files as the site has them. */
async function digits(): Promise<[string, Bytes][]> {
  const folder = join(await mnistData(), mnist.name);
  const files: [string, Bytes][] = [];
  for (const [part, size] of Object.entries(SIZES)) {
    for (const kind of ["images-idx3", "labels-idx1"]) {
      const name = `${part}-${kind}-ubyte`;
      const { type, shape, data } = parseIdx(await Deno.readFile(join(folder, name)));
      const [count = 1, ...rest] = shape;
      const first = data.subarray(0, data.length / count * size);
      const bytes = formatIdx({ type, shape: [size, ...rest], data: first } as never);
      const stream = new Blob([bytes as Bytes]).stream();
      const zipped = stream.pipeThrough(new CompressionStream("gzip"));
      files.push([
        `/data/mnist/${name}.gz`,
        new Uint8Array(await new Response(zipped).arrayBuffer()),
      ]);
    }
  }
  return files;
}
