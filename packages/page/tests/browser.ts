/**
 * Chromium by the Chrome DevTools Protocol: real pointer events, emulated screens, what the console and the network saw.
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { retry } from "@std/async/retry";
import { join } from "@std/path";
import { once } from "node:events";
import { FLAGS, PATIENCE } from "../../../tests/engine/chromium.ts";
import { temporaryFolder } from "../../../tests/helpers/run_task.ts";

// deno-lint-ignore no-explicit-any
type Result = any; // the protocol's answers are as in its documentation

/** A page in a browser of its own. */
export class Browser implements AsyncDisposable {
  /** Errors and warnings of the console, failed loads and violated policies. */
  readonly complaints: string[] = [];
  /** The address of every request of the page and its workers. */
  readonly requests: string[] = [];
  /** The address of every request of service workers, which keep files for later. */
  readonly kept: string[] = [];
  readonly #serviceWorkers = new Set<string>();
  readonly #socket: WebSocket;
  readonly #stack: AsyncDisposableStack;
  readonly #waiting = new Map<number, (answer: Result) => void>();
  readonly #traced: Result[] = [];
  #onTraced = () => {};
  #number = 0;

  private constructor(socket: WebSocket, stack: AsyncDisposableStack) {
    this.#socket = socket;
    this.#stack = stack;
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
  }

  /**
   * Starts Chromium with an empty page.
   * @param flags besides the usual
   */
  static async start(program: string, flags: readonly string[] = []): Promise<Browser> {
    await using stack = new AsyncDisposableStack();
    const profile = stack.use(await temporaryFolder());
    const process = new Deno.Command(program, {
      args: [
        ...FLAGS,
        ...flags,
        "--remote-debugging-port=0",
        "--remote-allow-origins=*",
        `--user-data-dir=${profile.path}`,
        "about:blank",
      ],
      env: { TMPDIR: profile.path }, // or a killed browser leaves a folder behind
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    stack.use(process);
    // Chromium writes its port down once it listens.
    const port = await retry(async () => {
      const text = await Deno.readTextFile(join(profile.path, "DevToolsActivePort"));
      return /^\d+(?=\n)/.exec(text)![0];
    }, { multiplier: 1, minTimeout: 50, maxAttempts: PATIENCE / 50 });
    const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
    const { webSocketDebuggerUrl } = targets.find(({ type }: { type: string }) => type === "page");
    const socket = new WebSocket(webSocketDebuggerUrl);
    stack.defer(async () => {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, "close");
      socket.close();
      await closed;
    });
    await once(socket, "open");
    const browser = new Browser(socket, stack.move());
    for (const domain of ["Page", "Runtime", "Log", "Network", "Audits"]) {
      await browser.send(`${domain}.enable`);
    }
    const attach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
    await browser.send("Target.setAutoAttach", attach);
    return browser;
  }

  /** Calls a method of the protocol. */
  async send(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#number;
    const answer = new Promise<Result>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** The value of an expression in the page, awaited; `$` and `$$` find elements by a selector. */
  async evaluate(expression: string): Promise<Result> {
    const options = { awaitPromise: true, returnByValue: true, includeCommandLineAPI: true };
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      ...options,
    });
    if (exceptionDetails === undefined) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  /** Sets the size of the window, in pixels of CSS, and the color scheme. */
  async emulate(width: number, height: number, scheme: "light" | "dark"): Promise<void> {
    const screen = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.send("Emulation.setDeviceMetricsOverride", screen);
    await this.send("Emulation.setScrollbarsHidden", { hidden: true });
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.send("Emulation.setEmulatedMedia", { features });
  }

  /** Opens an address and waits until the page is ready, which its root element shows. */
  async open(address: string): Promise<void> {
    await this.send("Page.navigate", { url: address });
    await this.until("document.documentElement.dataset.ready !== undefined");
  }

  /** Does something, and returns the events of the browser's timeline meanwhile. */
  async trace(action: () => Promise<unknown>): Promise<Result[]> {
    this.#traced.length = 0;
    const traceConfig = { includedCategories: ["devtools.timeline"] };
    await this.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
    await action();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onTraced = resolve;
    await this.send("Tracing.end");
    await promise;
    return [...this.#traced];
  }

  /** The text of an element by its id. */
  text(id: string): Promise<string> {
    return this.evaluate(`$("#${id}").textContent`);
  }

  /** Fails unless elements, by their ids, have these texts. */
  async shows(texts: Readonly<Record<string, string | RegExp>>): Promise<void> {
    for (const [id, expected] of Object.entries(texts)) {
      const text = await this.text(id);
      if (typeof expected === "string") assertEquals(text, expected, id);
      else assertMatch(text, expected, id);
    }
  }

  /** Clicks on an element by its id. */
  async click(id: string): Promise<void> {
    await this.evaluate(`$("#${id}").click()`);
  }

  /** Fills fields by their ids. */
  async set(fields: Readonly<Record<string, string | number>>): Promise<void> {
    for (const [id, value] of Object.entries(fields)) {
      await this.evaluate(`$("#${id}").value = ${JSON.stringify(String(value))};
        $("#${id}").dispatchEvent(new Event("input", { bubbles: true }));
        $("#${id}").dispatchEvent(new Event("change", { bubbles: true }))`);
    }
  }

  /** Picks files in a field by its id, as a visitor does. */
  async pick(id: string, ...files: string[]): Promise<void> {
    await this.evaluate(`$("#${id}").value = ""`); // as a click does
    const { root: { nodeId } } = await this.send("DOM.getDocument");
    const found = await this.send("DOM.querySelector", { nodeId, selector: `#${id}` });
    await this.send("DOM.setFileInputFiles", { ...found, files });
  }

  /** Drops files of these names, all of one text, on an element by its id. */
  async drop(id: string, text: string, ...names: string[]): Promise<void> {
    await this.evaluate(`for (const name of ${JSON.stringify(names)}) {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([${JSON.stringify(text)}], name));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      $("#${id}").dispatchEvent(new DragEvent("drop", options));
    }`);
  }

  /** Clicks on what downloads a file, and returns where it is once it is there. */
  async download(id: string, folder: string, name: string): Promise<string> {
    const download = { behavior: "allow", downloadPath: folder };
    await this.send("Browser.setDownloadBehavior", download);
    await this.click(id);
    const path = join(folder, name);
    await retry(() => Deno.stat(path), { multiplier: 1, minTimeout: 50, maxAttempts: 200 });
    return path;
  }

  /** Waits until an expression in the page is true. */
  async until(condition: string): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!await this.evaluate(condition).catch(() => false)) {
      if (performance.now() > end) throw new Error(`It did not become true: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /**
   * Draws strokes on an element by its id: down, along the points, up.
   * @param strokes each of points from 0 to 1 from the left and from the top
   */
  async draw(
    id: string,
    strokes: readonly (readonly (readonly number[])[])[],
    pointer: "mouse" | "pen" | "finger" = "mouse",
  ): Promise<void> {
    const box = await this.evaluate(`$("#${id}").scrollIntoView({ block: "center" });
      $("#${id}").getBoundingClientRect().toJSON()`);
    for (const stroke of strokes) {
      const points = stroke.map(([x, y]) => ({
        x: box.left + x! * box.width,
        y: box.top + y! * box.height,
      }));
      const [first, last] = [points[0]!, points.at(-1)!];
      if (pointer === "finger") {
        const send = (type: string, ...touchPoints: object[]) =>
          this.send("Input.dispatchTouchEvent", { type, touchPoints });
        await send("touchStart", first);
        for (const point of points.slice(1)) await send("touchMove", point);
        await send("touchEnd");
      } else {
        const button = { button: "left", buttons: 1, clickCount: 1, pointerType: pointer };
        const send = (type: string, point: object) =>
          this.send("Input.dispatchMouseEvent", { ...button, type, ...point });
        await send("mousePressed", first);
        for (const point of points.slice(1)) await send("mouseMoved", point);
        await send("mouseReleased", { ...last, buttons: 0 });
      }
    }
  }

  /** Presses and lets go of a key, such as `Tab` or `Enter`. */
  async press(key: string, code: number, text?: string): Promise<void> {
    const event = { key, code: key, windowsVirtualKeyCode: code, ...text && { text } };
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** Ends the browser. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  /** Listens to a worker, too, and lets it start. */
  #attach(sessionId: string): void {
    for (const method of ["Network.enable", "Runtime.enable", "Runtime.runIfWaitingForDebugger"]) {
      this.#socket.send(JSON.stringify({ id: ++this.#number, sessionId, method }));
    }
  }

  #receive({ id, method, params, sessionId, ...answer }: Result): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
      return;
    }
    if (method === "Tracing.dataCollected") this.#traced.push(...params.value);
    if (method === "Tracing.tracingComplete") this.#onTraced();
    if (method === "Target.attachedToTarget") {
      if (params.targetInfo.type === "service_worker") this.#serviceWorkers.add(params.sessionId);
      this.#attach(params.sessionId);
    }
    if (method === "Network.requestWillBeSent") {
      const requests = this.#serviceWorkers.has(sessionId) ? this.kept : this.requests;
      requests.push(params.request.url);
    }
    if (method === "Runtime.exceptionThrown") {
      const { exceptionDetails: { text, exception } } = params;
      this.complaints.push(exception?.description ?? text);
    }
    if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(params.type)) {
      this.complaints.push(params.args.map(({ value }: Result) => value).join(" "));
    }
    if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level)) {
      this.complaints.push(`${params.entry.text} ${params.entry.url ?? ""}`);
    }
  }
}
