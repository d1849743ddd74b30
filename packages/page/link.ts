/** Links to the page of digits: what follows the `#` of its address has the settings of training and the drawing. @module */

import { type Fields, MAIN_FIELDS, MORE_FIELDS, PRESETS, type Settings } from "./settings.ts";

/** Steps of a grid from the left and from the top, whole numbers from 0 to 4095. */
export type Point = readonly [x: number, y: number];

/** The points of the pen between touching the sheet and being lifted. */
export type Stroke = Point[];

/** What a link shows: a drawing, or one of the test images of the page by its index, or neither. */
export interface Linked {
  readonly settings: Settings;
  readonly strokes?: readonly Stroke[] | undefined;
  readonly example?: number | undefined;
}

/** The most characters that are read. */
const MAX_LENGTH = 8000;

/** The most characters of a name or a value that a sentence repeats. */
const MAX_QUOTED = 30;

const FIELDS: Fields = { ...MAIN_FIELDS, ...MORE_FIELDS };

/** The form of the sizes of a network that the page trains. */
const SIZES = /^784(,[1-9]\d{0,2}){0,4},10$/;

/** The digits of base 64. */
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Strokes as a text: four digits a point, a full stop between two strokes. */
function formatStrokes(strokes: readonly Stroke[]): string {
  const step = (n: number) => DIGITS[n >> 6]! + DIGITS[n & 63]!;
  return strokes.map((stroke) => stroke.map(([x, y]) => step(x) + step(y)).join("")).join(".");
}

/** The strokes of a text; undefined if it is not one of {@linkcode formatStrokes}. */
function parseStrokes(text: string): Stroke[] | undefined {
  if (!/^([\w-]{4})+(\.([\w-]{4})+)*$/.test(text)) return undefined;
  const step = (digits: string) => 64 * DIGITS.indexOf(digits[0]!) + DIGITS.indexOf(digits[1]!);
  return text.split(".").map((stroke) =>
    stroke.match(/.{4}/g)!.map((point): Point => [step(point), step(point.slice(2))])
  );
}

function textOf(value: Settings[keyof Settings]): string {
  return typeof value === "object" && "name" in value ? value.name : String(value);
}

/**
 * What follows the `#`: the settings that differ from the tutorial's, and the drawing if there is one.
 * @returns undefined if the drawing is too large for a link
 */
export function formatLink({ settings, strokes = [], example }: Linked): string | undefined {
  const tutorial = PRESETS.tutorialPreset;
  const changes = (Object.keys(tutorial) as (keyof Settings)[]).flatMap((key) => {
    const text = textOf(settings[key]);
    return text === textOf(tutorial[key]) ? [] : [[key, text]];
  });
  if (strokes.length > 0) changes.push(["drawing", formatStrokes(strokes)]);
  else if (example !== undefined) changes.push(["example", String(example)]);
  // A link without changes is one all the same.
  const link = new URLSearchParams(
    changes.length === 0 ? [["epochs", textOf(settings.epochs)]] : changes,
  );
  const text = link.toString().replaceAll("%2C", ",");
  return text.length > MAX_LENGTH ? undefined : text;
}

/**
 * What a link shows.
 * @param fragment the address from the `#` on
 * @param examples how many test images the page has
 * @returns undefined if it is no such link, such as `#train`; a sentence if something is wrong with it
 */
export function parseLink(fragment: string, examples = 0): Linked | string | undefined {
  const text = fragment.replace(/^#/, "");
  if (!text.includes("=")) return undefined;
  const fail = (why: string) => `The settings and the drawing of this link are not used: ${why}.`;
  if (text.length > MAX_LENGTH) {
    return fail(`it has ${text.length} characters, and at most ${MAX_LENGTH} are read`);
  }
  const linked: { -readonly [key in keyof Linked]: Linked[key] } = {
    settings: PRESETS.tutorialPreset,
  };
  for (const [key, value] of new URLSearchParams(text)) {
    const wrong = () => fail(`“${quoted(value)}” is not a value for ${key}`);
    if (key === "drawing") {
      linked.strokes = parseStrokes(value);
      if (linked.strokes === undefined) return fail("its drawing is damaged");
    } else if (key === "example") {
      if (!/^\d{1,3}$/.test(value) || Number(value) >= examples) return wrong();
      linked.example = Number(value);
    } else if (key === "sizes") {
      if (!SIZES.test(value)) return wrong();
      linked.settings = { ...linked.settings, sizes: value.split(",").map(Number) };
    } else {
      if (!Object.hasOwn(FIELDS, key)) return fail(`“${quoted(key)}” is not a setting`);
      if (!isIn(value, FIELDS[key]!)) return wrong();
      const set = key === "optimizer"
        ? { name: value }
        : Array.isArray(FIELDS[key])
        ? value
        : Number(value);
      linked.settings = { ...linked.settings, [key]: set };
    }
  }
  return linked;
}

/** Whether a text is one of the values of a field. */
function isIn(text: string, values: NonNullable<Fields[string]>): boolean {
  if (!("min" in values)) return values.includes(text);
  const number = Number(text);
  return /^[\d.e-]+$/.test(text) && number >= values.min && number <= values.max &&
    (values.step === "any" || Number.isInteger(number));
}

function quoted(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
