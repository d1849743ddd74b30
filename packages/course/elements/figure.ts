/** What all figures of the course share: controls, settings in the address, and frames that leave the page time. @module */

import { create } from "../../page/elements.ts";
import { sheet } from "./figure_style.ts";
import { addressWith, type Setting, type Settings, settingsIn } from "./settings.ts";

/** What the script of one frame may take, in milliseconds; a frame of 60 a second has 16.7. */
const FRAME_BUDGET_MS = 6;

/** A figure that waited longer, out of sight, does not make up for it, in milliseconds. */
const LONGEST_WAIT_MS = 50;

/** The share of its detail that a figure keeps at least, however slow the machine. */
const LEAST_DETAIL = 1 / 8;

/**
 * A figure: a custom element that shows the library at work.
 *
 * Its settings are its attributes, its controls and parameters of the page's address, so that a link shows what one sees.
 * It stands still until somebody plays it, and while it is out of sight. What the element holds is shown without scripts.
 */
export abstract class Figure<Names extends string = string> extends HTMLElement {
  /** What can be set, by the attribute's name. */
  protected abstract readonly declared: Readonly<Record<Names, Setting>>;
  /** What the figure shows, for a screen reader: a few words. */
  protected abstract readonly name: string;
  /** Whether there are steps to play. */
  protected readonly hasSteps: boolean = true;
  /** How many steps a second are played at most, so that eyes can follow. */
  protected readonly pace: number = Infinity;
  /** Where the figure draws: below its controls, inside a shadow. */
  protected readonly stage: HTMLElement = create("div", { className: "stage" });

  readonly #play = create("button", { type: "button", className: "play" });
  readonly #step = create("button", { type: "button" });
  readonly #reset = create("button", { type: "button" });
  readonly #state = create("p", { className: "state" });
  #settings: Settings = {};
  #isRunning = false;
  #isVisible = true;
  #isDone = true;
  #isReady = false;
  #isStale = false;
  #starts = 0;
  #detail = 1;
  #frameId = 0;
  #due = 0;

  /** Makes what is shown, anew, from the settings. */
  protected abstract start(): void | Promise<void>;
  /** Goes on by one step, of at most some milliseconds; false at the end. */
  protected abstract advance(): boolean;
  /** Takes the step that a reader asks for; false at the end. Default: as it goes on while it plays. */
  protected stepOnce(): boolean {
    return this.advance();
  }
  /**
   * Shows the state.
   * @param detail how fine, from 1 down: less where the machine is slow
   */
  protected abstract draw(detail: number): void;
  /** The state in a sentence, shown below the figure and read aloud. */
  protected abstract describe(): string;

  /** The value of a setting, a number or one of its options. */
  protected number(name: Names): number {
    return Number(this.#settings[name]);
  }
  protected choice(name: Names): string {
    return String(this.#settings[name]);
  }

  /** Called by the browser when the element is in a page. */
  async connectedCallback(): Promise<void> {
    if (this.shadowRoot !== null) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet()];
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", this.name);
    this.#settings = settingsIn(location.search, this.#key, this.declared, this);
    root.append(this.#controls(), this.stage, this.#state);
    new IntersectionObserver(([entry]) => {
      this.#isVisible = entry!.isIntersecting;
      if (this.#isRunning && this.#isVisible) this.#nextFrame();
    }).observe(this);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", () => this.#isReady && this.show());
    await this.#restart();
    if (this.hasAttribute("autoplay") && !matchMedia("(prefers-reduced-motion)").matches) {
      this.#run(true);
    }
  }

  /** The name of the figure's settings in the address: its id, or its tag without `ink-`. */
  get #key(): string {
    return this.id || this.localName.slice("ink-".length);
  }

  #controls(): HTMLElement {
    const controls = create("div", { className: "controls" });
    this.#play.addEventListener("click", () => this.#run(!this.#isRunning));
    this.#step.addEventListener("click", () => this.#oneStep());
    this.#reset.addEventListener("click", () => this.#restart());
    this.#step.textContent = "One step";
    this.#reset.textContent = "Start again";
    if (this.hasSteps) controls.append(this.#play, this.#step, this.#reset);
    for (const [name, setting] of Object.entries<Setting>(this.declared)) {
      controls.append(this.#control(name, setting));
    }
    return controls;
  }

  #control(name: string, setting: Setting): HTMLElement {
    const value = String(this.#settings[name]);
    const shown = create("output", {}, value);
    const input = "options" in setting
      ? create(
        "select",
        {},
        ...setting.options.map((option) => {
          return create(
            "option",
            { value: option.value, selected: option.value === value },
            option.text,
          );
        }),
      )
      : create("input", {
        type: "range",
        min: String(setting.least),
        max: String(setting.most),
        step: String(setting.step),
        value,
      });
    input.name = name;
    input.addEventListener("input", () => {
      this.#settings = { ...this.#settings, [name]: input.value };
      shown.textContent = input.value;
      this.onSetting(name as Names);
    });
    input.addEventListener("change", () => { // not while a slider moves: browsers limit how often
      const address = addressWith(location.href, `${this.#key}.${name}`, input.value);
      history.replaceState(null, "", address);
    });
    return create(
      "label",
      {},
      `${setting.label} `,
      input,
      ...("options" in setting ? [] : [shown]),
    );
  }

  /** Called when a setting has changed. Default: the figure starts again. */
  protected onSetting(_name: Names): void {
    this.#restart();
  }

  async #restart(): Promise<void> {
    const own = ++this.#starts;
    this.#isDone = true;
    this.#isReady = false;
    this.#run(false);
    try {
      await this.start();
      if (own !== this.#starts) return; // a later start has taken over
      this.#isDone = false;
      this.#isReady = true;
      this.show();
    } catch (error) {
      if (own !== this.#starts) return;
      this.#state.textContent = `Cannot show this figure: ${
        error instanceof Error ? error.message : ""
      }`;
    }
  }

  #oneStep(): void {
    if (!this.#isReady) return;
    this.#run(false);
    if (!this.#isDone) this.#isDone = !this.stepOnce();
    this.show();
  }

  #run(isRunning: boolean): void {
    this.#isRunning = isRunning && !this.#isDone;
    this.#play.textContent = this.#isRunning ? "Pause" : "Play";
    this.#state.ariaLive = this.#isRunning ? "off" : "polite";
    if (this.#isRunning) this.#nextFrame();
  }

  /** Asks for the next frame, once. */
  #nextFrame(): void {
    cancelAnimationFrame(this.#frameId);
    this.#frameId = requestAnimationFrame(this.#frame);
  }

  /** Draws the state, and shows its sentence. */
  protected show(): void {
    this.#isStale = false;
    this.draw(this.#detail);
    this.#state.textContent = this.describe();
  }

  /** Steps as many as fit, then the drawing; what a slow machine cannot draw in time is drawn with less detail. */
  readonly #frame = (): void => {
    if (!this.#isRunning || !this.#isVisible || !this.isConnected) return;
    const drawn = performance.now();
    const isDrawn = this.#isStale;
    if (isDrawn) this.show();
    const took = performance.now() - drawn;
    if (took > FRAME_BUDGET_MS / 2) this.#detail = Math.max(this.#detail / 2, LEAST_DETAIL);
    else if (isDrawn && took < FRAME_BUDGET_MS / 10) this.#detail = Math.min(this.#detail * 2, 1);
    const end = drawn + FRAME_BUDGET_MS;
    this.#due = Math.max(this.#due, drawn - LONGEST_WAIT_MS);
    for (let now = drawn; !this.#isDone && this.#due <= now && now < end; now = performance.now()) {
      this.#isDone = !this.advance();
      this.#isStale = true;
      this.#due += 1000 / this.pace;
    }
    if (!this.#isDone) return this.#nextFrame();
    this.#run(false);
    this.show();
  };
}
