/** Links to the page of digits: what follows the `#` of its address has the settings of training and the drawing. @module */

import type { DigitPart, Example } from "./digit_part.ts";
import { copyText, setText } from "./elements.ts";
import { type Fields, MAIN_FIELDS, MORE_FIELDS, PRESETS, type Settings } from "./settings.ts";
import { readForm, writeForm } from "./settings_form.ts";

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

/** The most characters that a sentence repeats. */
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
 * @returns undefined if it is not such a link, for example `#train`; a sentence if something is wrong with it
 */
export function parseLink(fragment: string, examples = 0): Linked | string | undefined {
  const text = fragment.slice(1);
  if (!text.includes("=")) return undefined;
  if (text.length > MAX_LENGTH) {
    return `This link is ignored: expected at most ${MAX_LENGTH} characters, got ${text.length}.`;
  }
  const found: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    found[key] = parseValue(key, value, examples);
    if (found[key] !== undefined) continue;
    return `This link is ignored: the page cannot use “${`${key}=${value}`.slice(0, MAX_QUOTED)}”.`;
  }
  const { drawing: strokes, example, ...changes } = found;
  return { settings: { ...PRESETS.tutorialPreset, ...changes }, strokes, example } as Linked;
}

/** The value of a key; undefined if there is no such key, or it has no such value. */
function parseValue(key: string, text: string, examples: number): unknown {
  if (key === "drawing") return parseStrokes(text);
  if (key === "sizes") return SIZES.test(text) ? text.split(",").map(Number) : undefined;
  const values = key === "example"
    ? { min: 0, max: examples - 1 }
    : Object.hasOwn(FIELDS, key)
    ? FIELDS[key]!
    : [];
  if (!("min" in values)) {
    const value = values.find((value) => value === text);
    return key === "optimizer" && value !== undefined ? { name: value } : value;
  }
  const [number, isWhole] = [Number(text), !("step" in values)];
  const isIn = number >= values.min && number <= values.max;
  return /^[\d.e-]+$/.test(text) && isIn && (!isWhole || Number.isInteger(number))
    ? number
    : undefined;
}

/** Shows what the link in the address has, or why it is not used; whether there is a drawing now. */
export function openLink(part: DigitPart, examples: readonly Example[]): boolean {
  const linked = parseLink(location.hash, examples.length);
  setText("link-error", typeof linked === "string" ? linked : "");
  if (typeof linked !== "object") return false;
  const { settings, strokes, example } = linked;
  writeForm(settings);
  if (strokes !== undefined) part.restore(strokes);
  else if (example !== undefined) part.choose(examples[example]!);
  return (strokes ?? example) !== undefined;
}

/** Shows a link to the drawing and the settings as the page's address, and copies it. */
export async function copyLink(part: DigitPart): Promise<void> {
  const settings = readForm();
  if (settings === undefined) return; // what is wrong is shown beside its field
  const link = formatLink({ settings, ...part.drawn });
  setText("link-error", link === undefined ? "The drawing is too large for a link." : "");
  if (link === undefined) return;
  history.replaceState(null, "", `#${link}`);
  await copyText("link", location.href, () => "It is the address");
}
