/** The form of the settings: what is read from it is in range. @module */

import { element } from "./elements.ts";
import { addFields, checkFields, fieldOf, prepareErrors } from "./form.ts";
import { MAIN_FIELDS, MORE_FIELDS, PRESETS, type Settings, USUAL_RATES } from "./settings.ts";
import * as texts from "./texts.ts";

const FORM = "settings";

/** The last entry of the list of presets, for when a field was changed. */
const CUSTOM = "custom";

const PRESET_NAMES = Object.keys(PRESETS) as (keyof typeof PRESETS)[];

/** The fields of the form that are no settings of a network. */
const NO_SETTINGS = ["files", "observes"];

/** Units of an image and of the outputs. */
const [INPUTS, OUTPUTS] = [784, 10];

/** The settings whose fields hold them as they are. */
const KEYS = [...Object.keys(MAIN_FIELDS), ...Object.keys(MORE_FIELDS)]
  .filter((key) => key !== "optimizer") as (keyof Settings)[];

/** Fills the list of presets and the fields. */
export function prepareForm(): void {
  addFields("main-fields", MAIN_FIELDS, texts.settings);
  addFields("more-fields", MORE_FIELDS, texts.settings);
  const presets = element("preset", HTMLSelectElement);
  for (const name of [...PRESET_NAMES, CUSTOM] as const) {
    presets.append(new Option(texts.settings[name], name));
  }
  prepareErrors(FORM);
  const optimizer = fieldOf("optimizer");
  element(FORM, HTMLFormElement).addEventListener("input", ({ target }) => {
    if (target === optimizer) {
      fieldOf("learningRate").value = String(
        USUAL_RATES[optimizer.value as keyof typeof USUAL_RATES],
      );
    }
    if (target === presets) {
      const preset: Settings | undefined = PRESETS[presets.value as keyof typeof PRESETS];
      if (preset !== undefined) writeForm(preset);
    } else if (target instanceof Element && !NO_SETTINGS.includes(target.id)) {
      presets.value = CUSTOM;
    }
  });
  writeForm(PRESETS.tutorialPreset);
}

/** The settings in the fields; undefined if one is wrong, which is shown beside it then. */
export function readForm(): Settings | undefined {
  if (!checkFields(FORM)) return undefined;
  const hidden = fieldOf("hidden").value.split(",").filter((text) => text.trim() !== "");
  const settings = KEYS.map((key) => {
    const { type, value } = fieldOf(key);
    return [key, type === "number" ? Number(value) : value] as const;
  });
  return {
    sizes: [INPUTS, ...hidden.map(Number), OUTPUTS],
    optimizer: { name: fieldOf("optimizer").value },
    ...Object.fromEntries<string | number>(settings),
  } as Settings;
}

/** Fills the fields with settings that are in range, and names their preset. */
export function writeForm(settings: Settings): void {
  fieldOf("hidden").value = settings.sizes.slice(1, -1).join(", ");
  fieldOf("optimizer").value = settings.optimizer.name;
  for (const key of KEYS) fieldOf(key).value = String(settings[key]);
  checkFields(FORM);
  fieldOf("preset").value =
    PRESET_NAMES.find((name) => JSON.stringify(PRESETS[name]) === JSON.stringify(settings)) ??
      CUSTOM;
}
