/** The texts of the page's scripts, in the language that is in use; those of its HTML are in the HTML. @module */

import { answer, digits, picture, settings, table, training } from "../../texts/en.ts";
import { filled } from "../../texts/filled.ts";
import type { Texts } from "../../texts/texts.ts";

const ENGLISH = { answer, digits, picture, settings, table, training };

type Groups = typeof ENGLISH;

/** The name of a text in a group. */
export type TextName<Group extends keyof Groups> = keyof Groups[Group] & string;

/** The texts in another language than English. */
export type OtherTexts = Pick<Texts, keyof Groups>;

let other: OtherTexts = {};

/** Uses these texts from now on. */
export function useTexts(texts: OtherTexts): void {
  other = texts;
}

/** The texts in use, for a worker to use them too; none in English. */
export function textsInUse(): OtherTexts {
  return other;
}

/** Makes the function that gives the texts of a group, with `{0}`, `{1}` … replaced by values. */
export function pageTexts<Group extends keyof Groups>(
  group: Group,
): (name: TextName<Group>, ...values: readonly (string | number)[]) => string {
  return (name, ...values) => {
    const texts: { readonly [name in TextName<Group>]?: string } = other[group] ?? {};
    return filled(texts[name] ?? ENGLISH[group][name] as string, values);
  };
}
