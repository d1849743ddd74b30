/** A page with elements of the course, bundled and served as a chapter of the site is. */

import { basename, fromFileUrl, join } from "@std/path";
import { formatIdx } from "../../../../lib/formats/idx.ts";
import { STYLE } from "../../../../lib/document/style.ts";
import { POLICIES } from "../../site/frame.ts";

const ROOT = fromFileUrl(new URL("../../../../", import.meta.url));

/** As `@inkling/inkling/notebook` shows something, and a thing to show. */
const NOTEBOOK = `export const show = (shown) => globalThis[Symbol.for("inkling.show")]?.(shown);
export const square = { [Symbol.for("Jupyter.display")]: () => ({
  "text/html": '<div class="drawn"><style>@scope (.drawn) { td { color: red; } }</style><table><tr><td style="width:77px">' +
    '</td></tr></table><svg width="9" height="9" role="img" aria-label="a square"><path d="M0 0h9v9h-9z"/></svg>' +
    '<iframe srcdoc="other"></iframe><script>document.title = "other"</script></div>',
  "text/plain": "a square",
}) };`;

/** Chapters by their names, served until it is disposed. */
export interface Chapters extends AsyncDisposable {
  /** The folder of the chapters. */
  readonly address: string;
}

/** A file of MNIST's format: five hundred images of bars, or their labels. */
function digits(name: string): Uint8Array<ArrayBuffer> {
  const labels = Uint8Array.from({ length: 500 }, (_, k) => k % 10);
  if (name.includes("labels")) return formatIdx({ type: "uint8", shape: [500], data: labels });
  const data = new Uint8Array(500 * 784);
  for (const [k, label] of labels.entries()) {
    const start = 784 * k + 28 * (4 + 2 * label);
    data.fill(255, start, start + 28);
  }
  return formatIdx({ type: "uint8", shape: [500, 28, 28], data });
}

async function bundled(...paths: readonly string[]): Promise<(readonly [string, string])[]> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: paths.map((path) => join(ROOT, path)),
    outputDir: ROOT, // for the names alone
    platform: "browser",
    codeSplitting: true,
    minify: true,
    write: false,
  });
  if (!success) throw new Error(errors.map(({ text }) => text).join("; "));
  return outputFiles.map(({ path, contents }) =>
    [basename(path), new TextDecoder().decode(contents)] as const
  );
}

let made: Promise<ReadonlyMap<string, string>> | undefined;

/** What a chapter loads, bundled once for a file of tests. */
async function scriptsByName(): Promise<ReadonlyMap<string, string>> {
  const folder = "packages/course/elements";
  const elements = await bundled(`${folder}/book.ts`, `${folder}/cell_worker.ts`);
  const library = await bundled("mod.ts");
  return new Map([
    ...elements,
    ...library.map(([name, text]) => [name === "mod.js" ? "inkling.js" : name, text] as const),
    ["inkling_notebook.js", NOTEBOOK],
  ]);
}

/**
 * Serves pages with these contents.
 * @param withDigits whether there are digits beside them: bars at ten heights
 */
export async function serveChapters(
  contents: Readonly<Record<string, string>>,
  { withDigits = true }: { withDigits?: boolean } = {},
): Promise<Chapters> {
  const scripts = await (made ??= scriptsByName());
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = Deno.serve(options, ({ url }) => {
    const name = basename(new URL(url).pathname);
    const answer = (text: BodyInit, type: string) =>
      new Response(text, {
        headers: { "content-type": type, "content-security-policy": POLICIES.chapter },
      });
    const script = scripts.get(name);
    if (script !== undefined) return answer(script, "text/javascript");
    if (name === "style.css") return answer(STYLE, "text/css");
    if (name.endsWith(".gz") && withDigits) return answer(digits(name), "application/gzip");
    const content = contents[name.replace(".html", "")];
    if (content === undefined) return new Response(null, { status: 404 });
    return answer(
      `<!DOCTYPE html><html lang="en" data-ready><meta charset="utf-8"><title>${name}</title>
      <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
      <link rel="stylesheet" href="style.css"><script type="module" src="book.js"></script>
      <main><h1>${name}</h1>${content}</main></html>`,
      "text/html",
    );
  });
  return {
    address: `http://127.0.0.1:${server.addr.port}/docs/book/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
