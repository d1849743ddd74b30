/** The lists of names in messages, from the tables that make them: each is pinned once, in `tests/config/messages.txt`. @module */

import { configSchema } from "../../lib/config.ts";
import { activations } from "../../lib/network/activations.ts";
import { costAliases, costs } from "../../lib/network/costs.ts";
import { initializers } from "../../lib/network/initializers.ts";
import { optimizers } from "../../lib/network/optimizers.ts";
import { TRAIN_OPTIONS } from "../../lib/options.ts";
import { schedules } from "../../lib/train/schedules.ts";

/** The names by the word that stands for their list in pinned texts. */
export const LISTS: Readonly<Record<string, readonly string[]>> = {
  ACTIVATIONS: Object.keys(activations),
  CONFIG_KEYS: Object.keys(JSON.parse(configSchema()).properties),
  COSTS: Object.keys({ ...costs, ...costAliases }),
  INITIALIZERS: Object.keys(initializers),
  OPTIMIZERS: Object.keys(optimizers),
  SCHEDULES: Object.keys(schedules),
  TRAIN_OPTIONS: Object.keys(TRAIN_OPTIONS),
};

/** What finds each list in a text, in whatever order its names are. */
const PATTERNS = Object.entries(LISTS).map(([word, names]) => {
  const name = `(?:${names.map((name) => name.replace("$", "\\$&")).join("|")})`;
  const more = `(?:(?:, | or )${name}){${names.length - 1}}`;
  return [word, new RegExp(`(?<![\\w$])${name}${more}(?!\\w)`, "g")] as const;
});

/** A text with the word of each list that it has all names of. */
export function withoutLists(text: string): string {
  return PATTERNS.reduce((text, [word, pattern]) => {
    const count = LISTS[word]!.length;
    return text.replaceAll(
      pattern,
      (list) => new Set(list.split(/, | or /)).size === count ? word : list,
    );
  }, text);
}
