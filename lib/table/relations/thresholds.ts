/** Thresholds that a study of 1,000 draws checked, see `docs/lab/experiments.md`, and what the names of columns say. @module */

/** The fall of R² from which on rows are split by levels or time, and from which on it is named. */
export const [MIN_SPLIT, MIN_NAMED] = [0.05, 0.03];

/** The least distance from the chance of partitions, in standard deviations. */
export const MIN_Z = 4;

/** The least difference of later rows over its standard error, each tenth of them one observation. */
export const [MIN_LATE_T, MIN_LATE_Z] = [2.5, 2.5];

/** The fewest levels that rows are split by. */
export const MIN_LEVELS = 10;

/** What levels are of: a column of texts or ids, two columns that are a key, other numbers, or an order. */
export type LevelKind = "entity" | "key" | "number" | "order";

/**
 * Whether two tests pass: the difference is beyond the chance of partitions, and beyond that of levels. The first alone would
 * pass for a harmless column where one extreme level cannot be extrapolated to.
 */
export function isSure(
  { z, t }: { readonly z: number; readonly t: number },
  kind: LevelKind,
): boolean {
  if (kind === "number" || kind === "key") return z >= MIN_Z && t >= 3;
  return z >= MIN_Z && t >= 2.5 || kind === "entity" && z >= 7 && t >= 2;
}

/** Matches names that end with one of some words, whatever is before it. */
function ending(words: string, after = "s?"): RegExp {
  return new RegExp(`(?:^|[_.\\s])(?:${words})${after}$`, "i");
}

/** Names of firms, people and things that come again. */
const THINGS = ending(
  "customer|client|user|member|household|family|worker|employee|firm|company|school|class|clinic|hospital|site|station|" +
    "device|machine|sensor|vehicle|state|county|country|store|shop|branch|plant|pharmacy|team|player|driver",
);

/** Names of persons and animals that are studied: the next rows are of others, however many rows each has. */
const PERSONS = ending(
  "pat|patient|subject|person|participant|proband|respondent|pupil|student|mother|mom|woman|animal|rat|speaker|patienten?|" +
    "schueler",
  "(?:[_.\\s]?(?:id|nr|no|num|code))?s?",
);

/** Names of places and goods, of which a text names one of many. */
const PLACES = ending(
  "city|town|village|district|province|region|neighbou?rhood|postcode|zip|plz|ort|stadt|gemeinde|farm|field|plot|house|building|" +
    "room|ward|department|airport|port|line|route|market|outlet|warehouse|bank|product|article|item|sku|brand|seller|supplier|" +
    "vendor|dealer|teacher|doctor|author|account|ticker|filiale|kunde|maschine|artikel|produkt|lieferant|fahrer",
);

/** Names that are those of ids, whatever has the id. */
const IDS = ending("id|nr|no|code|key|uid|uuid|pid|hash");
const CAMEL_IDS = /(?<=[a-z])(?:I[dD]|Nr|No)$/; // storeId
const PLAIN_IDS = /^(?:pat|cust|user|person|town|house)(?:id|nr|no)$/i;

/** Names of times; a plural, such as the weeks that a person worked, is a duration. */
const TIMES = ending(
  "time|date|timestamp|datetime|stamp|epoch|ts|t|day|week|month|year|hour|minute|quarter|period|wave|round|season|zeit|" +
    "datum|tag|woche|monat|jahr|stunde",
  "",
);
const CAMEL_TIMES = /[a-z](?:Time|Date|Timestamp)$/;

/** Whether a column of numbers is named like one of ids. */
export function isNamedAsEntity(name: string): boolean {
  return [THINGS, PERSONS, IDS, CAMEL_IDS, PLAIN_IDS].some((pattern) => pattern.test(name));
}

/** Whether a column of texts is named like one of units: things, persons, places or goods. */
export function isNamedAsUnit(name: string): boolean {
  return isNamedAsEntity(name) || PLACES.test(name);
}

/** Whether a column is named like one of persons that are studied. */
export function isNamedAsPerson(name: string): boolean {
  return PERSONS.test(name);
}

/** Whether a name is that of an id, and does not say of what. */
export function isNameless(name: string): boolean {
  const of = name.replace(IDS, "").replace(CAMEL_IDS, "");
  return of !== name && !THINGS.test(of);
}

/** Whether a column is named like one of times. */
export function isNamedAsTime(name: string): boolean {
  return TIMES.test(name) || CAMEL_TIMES.test(name);
}
