/**
 * What a reader does with a chapter, as a script of its page: answers exercises, plays figures, runs cells, changes
 * settings.
 */

/** How long a figure may stand still, or a cell may run, in milliseconds: a busy machine needs a minute. */
const PATIENCE = 100_000;

const inside = (element, selector) => element.shadowRoot.querySelector(selector);
const textIn = (element, selector) => inside(element, selector).textContent;
const all = (selector) => [...document.querySelectorAll(selector)];
const figures = () =>
  all("main *").filter(({ localName }) => /^ink-(?!cell|exercise)/.test(localName));

async function until(what, condition) {
  const end = performance.now() + PATIENCE;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`it did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Three answers that are wrong, of the kind that is expected. */
function wrongAnswers(answer, tolerance) {
  if (answer.startsWith("sha256:")) return ["000000000000", "abcdef", "1234567890ab"];
  const number = Number(answer);
  if (Number.isNaN(number)) return ["perhaps", `${answer}ly`, `un${answer}`];
  return [number + 3 * tolerance + 1, number - 3 * tolerance - 1, 2 * number + 4 * tolerance + 7];
}

/** The declared answers, and those that were accepted of three wrong ones and the right one. */
export function answerExercises() {
  return all("ink-exercise").map((exercise) => {
    const answer = exercise.getAttribute("answer");
    const tolerance = Number(exercise.getAttribute("tolerance") ?? 0);
    const right = answer.replace("sha256:", "");
    const isAccepted = (text) => {
      inside(exercise, "input").value = text;
      inside(exercise, "form").requestSubmit();
      return textIn(exercise, ".state").startsWith("✓");
    };
    const accepted = [...wrongAnswers(answer, tolerance), right].map(String).filter(isAccepted);
    return { answer: right, accepted };
  });
}

/** Gives a control of a figure another value, as a reader does. */
function changeControl(control) {
  if (control.localName === "select") {
    control.selectedIndex = (control.selectedIndex + 1) % control.length;
  } else control.value = control.value === control.min ? control.max : control.min;
  control.dispatchEvent(new Event("input"));
  control.dispatchEvent(new Event("change"));
}

const controlsOf = (figure) => [...figure.shadowRoot.querySelectorAll("[name]")];

/** The state of each figure before it plays, or its first setting changes, and after. */
export async function playFigures() {
  const seen = [];
  for (const figure of figures()) {
    figure.scrollIntoView({ block: "center" });
    await until(`the state of ${figure.localName}`, () => textIn(figure, ".state") !== "");
    const before = textIn(figure, ".state");
    const play = inside(figure, ".play");
    if (play === null) changeControl(controlsOf(figure)[0]);
    else play.click();
    await until(`another state of ${figure.localName}`, () => textIn(figure, ".state") !== before);
    if (play?.textContent === "Pause") play.click();
    seen.push({ figure: figure.localName, before, after: textIn(figure, ".state") });
  }
  return seen;
}

/** What each cell prints, and what stands in the chapter after it, if something does. */
export async function runCells() {
  const seen = [];
  for (const cell of all("ink-cell")) {
    const [run, stop] = cell.shadowRoot.querySelectorAll("button");
    run.click();
    await until(`the end of ${cell.code}`, () => stop.disabled);
    const lines = inside(cell, ".output").querySelectorAll(":scope > :is(.log, .warn, .error)");
    const next = cell.nextElementSibling?.querySelector("code.language-text");
    seen.push({
      code: cell.code,
      printed: [...lines].map(({ textContent }) => textContent).join(""),
      expected: next?.textContent,
      state: textIn(cell, ".state"),
    });
  }
  return seen;
}

/** The settings of all figures, by their names. */
export function settings() {
  return figures().map((figure) =>
    Object.fromEntries(controlsOf(figure).map(({ name, value }) => [name, value]))
  );
}

/** Changes every setting, and returns them all. */
export function changeSettings() {
  for (const figure of figures()) controlsOf(figure).forEach(changeControl);
  return settings();
}

/** All that takes no reload. */
export async function walk() {
  return {
    exercises: answerExercises(),
    figures: await playFigures(),
    cells: await runCells(),
  };
}
