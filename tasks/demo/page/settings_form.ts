/** The form of the settings: what is read is in range. @module */

import { create, element } from "./elements.ts";
import { checkFields, prepareErrors } from "./field_errors.ts";
import { PRESETS, type Settings, USUAL_RATES } from "./settings.ts";

/** The last entry of the list of presets, for when a field was changed. */
const CUSTOM = "Your own";

/** Units of an image and of the outputs. */
const [INPUTS, OUTPUTS] = [784, 10];

const NUMBERS = {
  learningRate: "learning-rate",
  batchSize: "batch-size",
  epochs: "epochs",
  seed: "seed",
  trainingSize: "training-size",
  l2: "l2",
} as const;

/** What each field wants, said beside it where something else is in it. */
const WANTED: { readonly [id: string]: string } = {
  "hidden": "Enter up to four whole numbers from 1 to 999, such as 100, 30.",
  "learning-rate": "Enter a number from 0.00001 to 100.",
  "batch-size": "Enter a whole number from 1 to 1000.",
  "epochs": "Enter a whole number from 1 to 1000.",
  "seed": "Enter a whole number, 0 or more.",
  "training-size": "Enter a whole number from 1 to 50000.",
  "l2": "Enter a number from 0 to 1000.",
};

const CHOICES = {
  cost: "cost",
  activation: "activation",
  outputActivation: "output-activation",
  initializer: "initializer",
} as const;

/** Fills the list of presets and the fields. */
export function prepareForm(): void {
  const presets = element("preset", HTMLSelectElement);
  for (const name of [...Object.keys(PRESETS), CUSTOM]) {
    presets.append(new Option(name, name, false, false));
  }
  prepareErrors(WANTED);
  const optimizer = element("optimizer", HTMLSelectElement);
  element("settings", HTMLFormElement).addEventListener("input", ({ target }) => {
    if (target === optimizer) {
      element("learning-rate", HTMLInputElement).value = String(USUAL_RATES[optimizer.value]);
    }
    if (target === presets) {
      const preset = PRESETS[presets.value];
      if (preset !== undefined) {
        write(preset);
        checkFields(WANTED);
      }
    } else if (target !== element("files", HTMLInputElement)) presets.value = CUSTOM;
  });
  const [first] = Object.values(PRESETS);
  write(first!);
}

/** What the fields say; undefined if something is wrong, which is said beside the field then. */
export function readForm(): Settings | undefined {
  if (!checkFields(WANTED)) return undefined;
  const hidden = element("hidden", HTMLInputElement).value.split(",").map((text) => text.trim())
    .filter((text) => text !== "").map(Number);
  const numbers = Object.entries(NUMBERS).map(([key, id]) =>
    [key, element(id, HTMLInputElement).valueAsNumber] as const
  );
  const choices = Object.entries(CHOICES).map(([key, id]) =>
    [key, element(id, HTMLSelectElement).value] as const
  );
  const sizes = [INPUTS, ...hidden, OUTPUTS];
  const optimizer = { name: element("optimizer", HTMLSelectElement).value };
  return {
    sizes,
    optimizer,
    ...Object.fromEntries<string | number>([...numbers, ...choices]),
  } as Settings;
}

function write(settings: Settings): void {
  element("hidden", HTMLInputElement).value = settings.sizes.slice(1, -1).join(", ");
  for (const [key, id] of Object.entries(NUMBERS)) {
    element(id, HTMLInputElement).value = String(settings[key as keyof typeof NUMBERS]);
  }
  element("optimizer", HTMLSelectElement).value = settings.optimizer.name;
  for (const [key, id] of Object.entries(CHOICES)) {
    element(id, HTMLSelectElement).value = settings[key as keyof typeof CHOICES];
  }
}

/** Locks or unlocks the fields: they stay as they are while a network trains. */
export function lockForm(locked: boolean): void {
  const fields = element("settings", HTMLFormElement).querySelectorAll<
    HTMLInputElement | HTMLSelectElement
  >("input, select");
  for (const field of fields) field.disabled = locked;
  element("start", HTMLButtonElement).disabled = locked;
  element("stop", HTMLButtonElement).disabled = !locked;
}

/** Says what is wrong beside the form; nothing takes it away. */
export function complain(message: string): void {
  element("form-error", HTMLElement).textContent = message;
}

/** A row of a table of text. */
export function addRow(table: HTMLTableElement, [head, ...cells]: readonly string[]): void {
  const row = table.tBodies[0]!.insertRow();
  const first = create("th", head);
  first.scope = "row";
  row.append(first, ...cells.map((cell) => create("td", cell)));
}
