/**
 * Chromium by the Chrome DevTools Protocol: real pointer events, emulated screens, what the console and the network saw.
 *
 * @module
 */

import { join } from "@std/path";
import { FLAGS, PATIENCE } from "../../engine/chromium.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";

// deno-lint-ignore no-explicit-any
type Result = any; // the protocol's answers are as in its documentation

/** A point in the window, in pixels of CSS. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** A page in a browser of its own. */
export class Browser implements AsyncDisposable {
  /** Errors and warnings of the console, failed loads and violated policies. */
  readonly complaints: string[] = [];
  /** The address of every request. */
  readonly requests: string[] = [];
  readonly #socket: WebSocket;
  readonly #stack: AsyncDisposableStack;
  readonly #waiting = new Map<number, (answer: Result) => void>();
  #number = 0;

  private constructor(socket: WebSocket, stack: AsyncDisposableStack) {
    this.#socket = socket;
    this.#stack = stack;
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
  }

  /**
   * Starts Chromium with an empty page.
   *
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
    const port = await portIn(join(profile.path, "DevToolsActivePort"));
    const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
    const { webSocketDebuggerUrl } = targets.find(({ type }: { type: string }) => type === "page");
    const socket = new WebSocket(webSocketDebuggerUrl);
    stack.defer(() => closed(socket));
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", () => reject(new Error("no DevTools")), { once: true });
    });
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

  /** The value of an expression in the page, awaited. */
  async evaluate(expression: string): Promise<Result> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
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
   *
   * @param strokes each of points from 0 to 1 from the left and from the top
   */
  async draw(
    id: string,
    strokes: readonly (readonly (readonly number[])[])[],
    pointer: "mouse" | "pen" | "finger" = "mouse",
  ): Promise<void> {
    const box = await this.evaluate(`(() => {
      const found = document.getElementById(${JSON.stringify(id)});
      found.scrollIntoView({ block: "center" });
      const { left, top, width, height } = found.getBoundingClientRect();
      return { left, top, width, height };
    })()`);
    for (const stroke of strokes) {
      const points = stroke.map(([x, y]) => ({
        x: box.left + x! * box.width,
        y: box.top + y! * box.height,
      }));
      if (pointer === "finger") await this.#touch(points);
      else await this.#drag(points, pointer);
    }
  }

  async #drag(points: readonly Point[], pointerType: "mouse" | "pen"): Promise<void> {
    const button = { button: "left", buttons: 1, clickCount: 1, pointerType };
    const send = (type: string, point: Point, more = {}) =>
      this.send("Input.dispatchMouseEvent", { type, ...point, ...button, ...more });
    await send("mousePressed", points[0]!);
    for (const point of points.slice(1)) await send("mouseMoved", point);
    await send("mouseReleased", points.at(-1)!, { buttons: 0 });
  }

  async #touch(points: readonly Point[]): Promise<void> {
    const send = (type: string, touchPoints: readonly Point[]) =>
      this.send("Input.dispatchTouchEvent", { type, touchPoints });
    await send("touchStart", [points[0]!]);
    for (const point of points.slice(1)) await send("touchMove", [point]);
    await send("touchEnd", []);
  }

  /** Presses and lets go of a key, such as `Tab` or `Enter`. */
  async press(key: string, code: number, text?: string): Promise<void> {
    const event = { key, code: key, windowsVirtualKeyCode: code, ...text && { text } };
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** A picture of the whole page. */
  async screenshot(format: "png" | "jpeg" | "webp" = "png"): Promise<Uint8Array> {
    const options = { format, captureBeyondViewport: true };
    const { data } = await this.send("Page.captureScreenshot", options);
    return Uint8Array.fromBase64(data);
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

  #receive({ id, method, params, ...answer }: Result): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
      return;
    }
    if (method === "Target.attachedToTarget") this.#attach(params.sessionId);
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
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

/** The port that Chromium writes down once it listens. */
async function portIn(path: string): Promise<string> {
  for (const end = performance.now() + PATIENCE; performance.now() < end;) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text.includes("\n")) return text.split("\n")[0]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("Cannot find the port of Chromium");
}

async function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const done = new Promise((resolve) => socket.addEventListener("close", resolve, { once: true }));
  socket.close();
  await done;
}
