/** The texts of the page and of the course's figures in the reader's language. @module */

import { de } from "./de.ts";
import { en } from "./en.ts";
import { filled } from "./filled.ts";

/** Some of the texts, as another language than English has them. */
export type Texts = {
  readonly [Group in keyof typeof en]?: {
    readonly [Name in keyof (typeof en)[Group]]?: string;
  };
};

const LANGUAGES: { readonly [language: string]: Texts } = { en, de };

/**
 * Makes the function that gives the texts of a group, with `{0}`, `{1}` … replaced by values. A text that the language
 * lacks is in English.
 * @param language as in `<html lang>`, such as `de` or `de-AT`
 */
export function textsOf<Group extends keyof typeof en>(
  group: Group,
  language: string,
): (name: keyof (typeof en)[Group] & string, ...values: readonly (string | number)[]) => string {
  const texts = LANGUAGES[language.split("-")[0]!]?.[group] as Record<string, string> | undefined;
  return (name, ...values) =>
    filled(texts?.[name] ?? (en[group] as Readonly<Record<string, string>>)[name]!, values);
}
