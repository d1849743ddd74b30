/** `<ink-exercise>`: a question with an answer that checks itself, and what a browser remembers of right answers. @module */

import { create } from "../../page/elements.ts";
import { type Answer, verdictOf } from "./answers.ts";
import { sheet, sheetOf } from "./figure_style.ts";

/** From which wrong answer on the hint is shown, and from which the answer is offered. */
const [WRONG_BEFORE_HINT, WRONG_BEFORE_ANSWER] = [2, 3];

/** The state for a text that cannot be an answer. */
const UNREADABLE = {
  noNumber: "The answer is a number, such as 0.62.",
  noHash: "The answer is the start of a hash: at least 6 of the digits 0 to 9 and a to f.",
};

const STYLE = `
:host { border-left: 4px solid var(--accent, #1d5fbf); }
form { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
input {
  font: inherit; min-height: 36px; width: 12em; max-width: 100%; box-sizing: border-box; padding: 4px 10px;
  border: 1px solid var(--rule-strong, #8b93a1); border-radius: 6px; color: inherit; background: var(--page, #fff);
}
.right { color: var(--ink, #1a1d21); font-weight: 600; }
`;

/** An exercise: what it holds is the question; its attributes are the answer, its tolerance, other words, and a hint. */
export class InkExercise extends HTMLElement {
  readonly #input = create("input", { type: "text", autocomplete: "off", spellcheck: false });
  readonly #give = create("button", { type: "button", hidden: true }, "Show the answer");
  readonly #state = create("p", { className: "state", role: "status" });
  #wrong = 0;

  /** Called by the browser when the element is in a page. */
  connectedCallback(): void {
    if (this.shadowRoot !== null) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet(), sheetOf(STYLE)];
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", `Exercise ${this.#index + 1}`);
    const label = create("label", {}, "Answer ", this.#input);
    const check = create("button", { type: "submit" }, "Check");
    const form = create("form", {}, label, check, this.#give);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#check();
    });
    this.#give.addEventListener("click", () => {
      const { answer } = this.#answer;
      this.#show(`The answer: ${answer.replace("sha256:", "")}. The next time it is yours.`);
    });
    root.append(create("slot"), form, this.#state);
    const kept = stored(this.#key);
    if (kept === undefined || verdictOf(kept, this.#answer) !== "right") return;
    this.#input.value = kept;
    this.#show("That is right. It was answered before.", true);
  }

  /** Whether it was answered rightly, now or before. */
  get isRight(): boolean {
    return this.#state.classList.contains("right");
  }

  get #answer(): Answer {
    const tolerance = Number(this.getAttribute("tolerance") ?? 0);
    const also = this.getAttribute("also") ?? "";
    return { answer: this.getAttribute("answer") ?? "", tolerance, also };
  }

  /** Which exercise of the page this is, from 0 on. */
  get #index(): number {
    return [...document.querySelectorAll(this.localName)].indexOf(this);
  }

  /** Under what a right answer is kept: the page and the exercise. */
  get #key(): string {
    return `inkling ${location.pathname} ${this.id || this.#index}`;
  }

  #check(): void {
    const typed = this.#input.value;
    if (typed.trim() === "") return this.#show("Write an answer first.");
    const verdict = verdictOf(typed, this.#answer);
    if (verdict === "right") {
      store(this.#key, typed);
      this.#show("That is right.", true);
      const all = [...document.querySelectorAll<InkExercise>(this.localName)];
      return keepProgress(all.filter(({ isRight }) => isRight).length, all.length);
    }
    if (verdict !== "wrong") return this.#show(UNREADABLE[verdict]);
    const hint = ++this.#wrong >= WRONG_BEFORE_HINT ? this.getAttribute("hint") : null;
    this.#give.hidden = this.#wrong < WRONG_BEFORE_ANSWER;
    this.#show(
      hint === null ? "Not yet. Have another look, and try again." : `Not yet. A hint: ${hint}`,
    );
  }

  #show(text: string, isRight = false): void {
    this.#state.className = isRight ? "state right" : "state";
    if (isRight) this.#give.hidden = true;
    this.#state.textContent = isRight ? `✓ ${text}` : text;
  }
}

/** What is kept under a key; undefined also where the browser keeps nothing, as of some pages that are files. */
function stored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text, where the browser keeps something. */
function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // What was done was done all the same.
  }
}

const keyOf = (path: string) => `inkling progress ${path}`;

/** Keeps how many exercises of this chapter are right. */
function keepProgress(right: number, all: number): void {
  store(keyOf(location.pathname), `${right} of ${all}`);
  showProgress();
}

/** Shows beside the links of lists and bars to chapters how many exercises of each are right. */
export function showProgress(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("td a, .chapters a")) {
    const done = stored(keyOf(new URL(link.href).pathname));
    link.parentElement!.querySelector(`.progress[data-of="${link.pathname}"]`)?.remove();
    if (done === undefined) continue;
    const [right, all] = done.split(" of ");
    const note = create("span", { className: "progress" }, ` ${right === all ? "✓ " : ""}${done}`);
    note.title = "exercises that you have right";
    note.dataset.of = link.pathname;
    link.after(note);
  }
}
