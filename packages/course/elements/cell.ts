/** `<ink-cell>`: code that a reader changes and runs, in a worker of its own. @module */

import { create, setHtml } from "../../page/elements.ts";
import { programOf, withoutImports } from "./cell_program.ts";
import type { CellMessage, CellStart } from "./cell_worker.ts";
import { drawn } from "./drawn.ts";
import { sheet, sheetOf } from "./figure_style.ts";
import { CODE_STYLE, highlighted } from "./highlight.ts";

/** How long a cell may run, in seconds, unless it has a `limit`. */
const TIME_LIMIT_S = 180;

const STYLE = `${CODE_STYLE}
:host { padding: 0; border: 0; }
.editor { display: grid; border: 1px solid var(--rule-strong, #8b93a1); border-radius: 6px; background: var(--panel, #f5f6f8); }
.editor:focus-within { outline: 2px solid var(--accent, #1d5fbf); outline-offset: 2px; }
/* The colored code and the text that is typed lie on each other, so both break their lines alike. */
.editor > * {
  grid-area: 1 / 1; box-sizing: border-box; width: 100%; margin: 0; padding: 10px 12px; border: 0; color: inherit;
  font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2;
}
textarea { overflow: hidden; outline: 0; background: none; resize: none; -webkit-text-fill-color: transparent; }
.controls { margin-top: 8px; }
button:disabled { opacity: 0.55; }
.keys, .label { color: var(--muted, #5a6270); }
.label { margin: 12px 0 4px; font-size: 15px; }
.output, .expected {
  margin: 0; max-height: 30em; overflow: auto; padding: 8px 12px; border-left: 3px solid var(--rule-strong, #8b93a1);
  font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
.output { margin-top: 12px; border-color: var(--accent, #1d5fbf); }
.expected mark { background: none; color: var(--error, #c23a2b); font-weight: 600; }
.output .drawn { white-space: normal; overflow-wrap: normal; }
.warn, .error { font-weight: 600; }
.error { color: var(--error, #c23a2b); }
@media (hover: none) { .keys { display: none; } }
@media (max-width: 480px) { .editor > *, .output, .expected { padding-inline: 8px; font-size: 13px; } }
@media print { .editor > * { font-size: 8.5pt; } }
`;

const NOWHERE =
  "Cannot run code here: expected a page that a server sends to a browser with module workers.";

/** A run: the worker, and what ends with it. */
interface Run {
  readonly worker: Worker;
  readonly code: string;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly linesBefore: number;
  readonly started: number;
  /** Resolves at its end, once its error is shown. */
  readonly end: (failed: Promise<void> | undefined) => void;
  /** Shows its error, if it has one. */
  failed: Promise<void> | undefined;
}

/** A cell: what it holds is its code, and what that prints; `continued`: it goes on from the cells before it. */
export class InkCell extends HTMLElement {
  readonly #code = create("textarea", {
    spellcheck: false,
    autocapitalize: "off",
    autocomplete: "off",
  });
  readonly #colored = create("pre", { ariaHidden: "true" });
  readonly #run = create("button", { type: "button", className: "play" });
  readonly #stop = create("button", { type: "button", disabled: true });
  readonly #reset = create("button", { type: "button" });
  readonly #output = create("div", { className: "output", role: "log", tabIndex: 0 });
  readonly #expected = create("pre", { className: "expected", tabIndex: 0 });
  readonly #label = create("p", { className: "label" }, "It prints:");
  readonly #state = create("p", { className: "state", role: "status" });
  #original = "";
  #book = "";
  #printed = "";
  #running: Run | undefined;

  /** Called by the browser when the element is in a page. */
  connectedCallback(): void {
    if (this.shadowRoot !== null) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet(), sheetOf(STYLE)];
    const cells = [...document.querySelectorAll("ink-cell")];
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", `Cell ${cells.indexOf(this) + 1}`);
    this.#original = (this.querySelector("code") ?? this).textContent!.replace(/^\n|\s+$/g, "");
    this.#code.ariaLabel = `Code of cell ${cells.indexOf(this) + 1}`;
    this.#book = this.querySelector(".language-text")?.textContent ?? "";
    this.#output.ariaLabel = "Output";
    this.#expected.ariaLabel = "What the book has";
    this.#expected.role = "group";
    this.#run.textContent = "Run";
    this.#stop.textContent = "Stop";
    this.#reset.textContent = "Reset";
    this.#clear();
    this.#setCode(this.#original);
    this.#run.addEventListener("click", () => this.run());
    this.#stop.addEventListener("click", () => this.#end("Stopped."));
    this.#reset.addEventListener("click", () => {
      this.#end("");
      this.#clear();
      this.#setCode(this.#original);
    });
    this.#code.addEventListener("input", () => this.#color());
    this.#code.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.run();
    });
    const keys = create("span", { className: "keys" }, "Ctrl+Enter runs it");
    const controls = create("div", { className: "controls" });
    controls.append(this.#run, this.#stop, this.#reset, keys);
    const editor = create("div", { className: "editor" }, this.#colored, this.#code);
    root.append(editor, controls, this.#label, this.#expected, this.#output, this.#state);
  }

  /** Called by the browser when the element is taken out. */
  disconnectedCallback(): void {
    this.#end("");
  }

  /** The code as the reader has it. */
  get code(): string {
    return this.#code.value;
  }

  /** Runs the cell, after those that it goes on from; a run of it that there is ends. */
  async run(): Promise<void> {
    this.#end("");
    this.#clear();
    if (location.protocol === "file:" || typeof Worker === "undefined") {
      return this.#add("error", NOWHERE);
    }
    const before = this.#before();
    try {
      const { code, linesBefore } = programOf(before, this.code, import.meta.url);
      await this.#start(code, linesBefore, before.length > 0);
    } catch (error) {
      this.#end("");
      this.#add("error", error instanceof Error ? error.message : String(error));
    }
  }

  #start(code: string, linesBefore: number, isContinued: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const limit = Number(this.getAttribute("limit")) || TIME_LIMIT_S;
    const script = new URL("cell_worker.js", import.meta.url).href;
    // An import that is not computed would be a worker's script by policy, which only blobs are.
    const load = `import(${JSON.stringify(script)}).catch(() => postMessage({ kind: "missing" }));`;
    const addresses = [code, load].map(addressOf);
    const run: Run = {
      worker: new Worker(addresses[1]!, { type: "module" }),
      code,
      timer: setTimeout(() => this.#end(`Stopped after ${limit} seconds.`), limit * 1000),
      linesBefore,
      started: performance.now(),
      end: resolve,
      failed: undefined,
    };
    this.#running = run;
    this.#stop.disabled = false;
    this.#state.textContent = "Running …";
    run.worker.addEventListener("message", ({ data }: MessageEvent<CellMessage>) => {
      if (this.#running !== run) return;
      if (data.kind !== "ready") return this.#receive(data, run);
      run.worker.postMessage({ program: addresses[0]!, isContinued } satisfies CellStart);
    });
    run.worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (this.#running === run) this.#refuse();
    });
    return promise;
  }

  /** The code of the cells before, back to one that is not continued. */
  #before(): string[] {
    const before: string[] = [];
    const cells = [...document.querySelectorAll<InkCell>("ink-cell")];
    for (let k = cells.indexOf(this); cells[k]?.hasAttribute("continued") && k > 0; k--) {
      before.unshift(cells[k - 1]!.code);
    }
    return before;
  }

  #receive(message: Exclude<CellMessage, { kind: "ready" }>, run: Run): void {
    switch (message.kind) {
      case "missing":
        return this.#refuse();
      case "show":
        return this.#draw(message.html, message.text);
      case "failed":
        run.failed = this.#fail(message.text, message.line, run);
        return;
      case "bounded":
        return this.#add("warn", "There is more output. It is left out.");
      case "done": {
        const seconds = ((performance.now() - run.started) / 1000).toFixed(1);
        return this.#end(
          run.failed ? "Ended with an error." : `Done in ${seconds} s.`,
          !run.failed,
        );
      }
      default:
        this.#add(message.kind, message.text);
    }
  }

  /** Ends a run that did not begin. */
  #refuse(): void {
    this.#end("");
    this.#add("error", NOWHERE);
  }

  async #fail(text: string, line: number | undefined, run: Run): Promise<void> {
    const at = line ?? await lineOfSyntax(text, run.code);
    if (at === undefined) return this.#add("error", text);
    const own = at - run.linesBefore;
    this.#add("error", `${text} (${own > 0 ? `line ${own}` : "in a cell before this one"})`);
  }

  #end(state: string, isDone = false): void {
    const run = this.#running;
    this.#running = undefined;
    this.#stop.disabled = true;
    this.#state.textContent = isDone && this.#book !== "" ? `${state} ${this.#compare()}` : state;
    if (run === undefined) return;
    run.worker.terminate();
    clearTimeout(run.timer);
    run.end(run.failed);
  }

  /** Compares what was printed with the book, and shows what the book has where that differs. */
  #compare(): string {
    const [book, printed] = [this.#book, this.#printed].map((text) => text.trimEnd().split("\n"));
    const differs = (line: string, k: number) => line !== printed![k];
    const isSame = book!.length === printed!.length && !book!.some(differs);
    if (isSame) {
      this.#showBook(false);
      return "The same as in the book ✓";
    }
    this.#expected.replaceChildren(
      ...book!.map((line, k) => create(differs(line, k) ? "mark" : "span", {}, `${line}\n`)),
    );
    this.#label.textContent = "The book has:";
    const count = book!.filter(differs).length || printed!.length - book!.length;
    return `${count === 1 ? "One line differs" : `${count} lines differ`} from the book.`;
  }

  #showBook(isShown: boolean): void {
    this.#label.hidden = this.#expected.hidden = !isShown || this.#book === "";
  }

  #setCode(code: string): void {
    this.#code.value = code;
    this.#color();
  }

  /** Colors the code; the blank at its end keeps a last line that is empty. */
  #color(): void {
    setHtml(this.#colored, highlighted(`${this.#code.value} `, "js"));
  }

  #clear(): void {
    this.#output.replaceChildren();
    this.#output.hidden = true;
    this.#printed = "";
    this.#expected.textContent = this.#book;
    this.#label.textContent = "It prints:";
    this.#showBook(true);
  }

  #add(kind: "log" | "warn" | "error", text: string): void {
    this.#output.hidden = false;
    const mark = { log: "", warn: "Note: ", error: "Error: " }[kind];
    this.#printed += `${mark}${text}\n`;
    this.#output.append(create("div", { className: kind }, `${mark}${text}\n`));
  }

  #draw(html: string | undefined, text: string): void {
    if (html === undefined) return this.#add("log", text);
    this.#output.hidden = false;
    const { element, style } = drawn(html);
    this.shadowRoot!.adoptedStyleSheets = [sheet(), sheetOf(STYLE), sheetOf(style)];
    this.#output.append(element);
  }
}

function addressOf(code: string): string {
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}

/**
 * The line of a syntax error, which its stack lacks. A classic worker finds the error again and reports its line; the
 * code is in a function that nothing calls.
 */
function lineOfSyntax(text: string, code: string): Promise<number | undefined> {
  if (!text.startsWith("SyntaxError")) return Promise.resolve(undefined);
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const worker = new Worker(addressOf(`async () => {${withoutImports(code)}\n};postMessage(0);`));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    resolve(event.lineno || undefined);
  });
  worker.addEventListener("message", () => resolve(undefined)); // it is no error of these lines
  return promise.finally(() => worker.terminate());
}
