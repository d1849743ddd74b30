/** Dates and times as people and programs write them, as seconds since 1970. @module */

const { floor } = Math;

/** Which of two numbers that fit both is the day: 3.4.2024 is in April by `dmy` and in March by `mdy`. */
export type DateOrder = "dmy" | "mdy";

/** The name of a number that a date becomes; two are the point of a circle. */
export type DatePart =
  | "year"
  | `${"month" | "weekday" | "yearday" | "hour"} ${"sine" | "cosine"}`
  | "days";

/** The most characters of a date, with a time and a zone. */
export const MAX_DATE = 60;

const DAY_SECONDS = 86_400;

/**
 * The days from 1 January 1970 to a day of the Gregorian calendar (Hinnant 2013, “chrono-Compatible Low-Level Date
 * Algorithms”, `days_from_civil`): years begin in March, so that the leap day is their last.
 * @param month from 1
 * @param day from 1
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + floor(ofEra / 4) - floor(ofEra / 100) + ofYear - 719_468;
}

/** The year and the month from 1 that a day is in, by its distance from 1970 (Hinnant 2013, `civil_from_days`). */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const years = floor(
    (ofEra - floor(ofEra / 1460) + floor(ofEra / 36_524) - floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * years + floor(years / 4) - floor(years / 100));
  const fromMarch = floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const day = ofYear - floor((153 * fromMarch + 2) / 5) + 1;
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|" +
  "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const WEEKDAY = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,? +)?";

/** A time of day behind a date, perhaps with its distance from UTC. */
const TIME = "(?:(?:[T_]| +|, *| +at +)(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?" +
  " ?([ap]\\.?m\\.?)? ?(z|utc|gmt|[-+\u2212]\\d{2}(?::?\\d{2})?)?)?";

/** The same in the basic form of ISO 8601. */
const BASIC_TIME =
  "T(\\d{2})(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,9}))?)?([ap]m)?(z|[-+]\\d{2}(?::?\\d{2})?)?";

/** The texts of a day; what the numbers in them are. */
export const FORMS: readonly [pattern: RegExp, year: number, month: number, day: number][] = [
  [form("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})", TIME), 1, 2, 3], // 2024-01-31T20:05:00+01:00
  [
    form(`${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?[-/. ]+${MONTH}[-/., ]+(\\d{4}|\\d{2})`, TIME),
    3,
    2,
    1,
  ],
  [
    form(`${WEEKDAY}${MONTH}[-/. ]+(\\d{1,2})(?:st|nd|rd|th)?[-/, ]+(\\d{4}|\\d{2})`, TIME),
    3,
    1,
    2,
  ],
  [form(`(\\d{4})[-/. ]${MONTH}[-/. ](\\d{1,2})`, TIME), 1, 2, 3], // 2024-Jan-31
  [form("(\\d{4})[-/.](\\d{1,2})()", ""), 1, 2, 3], // 2024-01
  [form(`${MONTH}[-/., ]+(\\d{4})()`, ""), 2, 1, 3], // Jan 2024
  [form("(\\d{4})(\\d{2})(\\d{2})", TIME), 1, 2, 3], // 20240131
  [form("(\\d{4})(\\d{2})(\\d{2})", BASIC_TIME), 1, 2, 3], // 20240131T200506Z
  [form("(\\d{1,2})[-/]((?:19|20)\\d{2})()", ""), 2, 1, 3], // 1/2024
];

/** A day, month and year of digits, whose order the column has: 31.1.2024, 1/31/24. */
export const DIGITS = form("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})", TIME);

/** The texts of a week of ISO 8601, perhaps with its day: 2024-W05, 2024-W05-3. */
export const WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i;

/** The texts of a quarter: 2024Q1, 2024-Q1, Q1 2024. */
export const QUARTER = /^(?=.*((?:19|20)\d{2}))(?=.*Q([1-4]))(?:\d{4}[-/ ]?Q\d|Q\d[-/ ]?\d{4})$/i;

function form(day: string, time: string): RegExp {
  return new RegExp(`^${day}${time}$`, "i");
}

/**
 * The seconds from 1970 to a date, by the clock of UTC: a distance from UTC is taken off, and a time without one stays as it
 * is written. A month, a quarter or a week is its first day.
 * @returns NaN if it is not a date, or none of the calendar, such as 30 February
 */
export function readDate(cell: string, order: DateOrder): number {
  const text = cell.trim();
  if (text.length > MAX_DATE || !/\d/.test(text)) return NaN;
  const digits = DIGITS.exec(text);
  if (digits !== null) {
    const [, first, , second, year, ...time] = digits;
    const [day, month] = order === "dmy" ? [first, second] : [second, first];
    return secondsOf(year!, Number(month), Number(day), time);
  }
  for (const [pattern, year, month, day] of FORMS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const name = found[month]!.toLowerCase();
    const number = /^\d/.test(name) ? Number(name) : MONTHS.indexOf(name.slice(0, 3)) + 1;
    return secondsOf(found[year]!, number, Number(found[day] || 1), found.slice(4));
  }
  const quarter = QUARTER.exec(text);
  if (quarter !== null) return secondsOf(quarter[1]!, 3 * Number(quarter[2]) - 2, 1, []);
  const week = WEEK.exec(text);
  return week === null
    ? NaN
    : secondsOfWeek(Number(week[1]), Number(week[2]), Number(week[3] ?? 1));
}

/** Weeks begin on Mondays; the first one of a year has its fourth day. */
function secondsOfWeek(year: number, week: number, weekday: number): number {
  const mondayOf = (year: number) => {
    const fourth = daysFromCivil(year, 1, 4);
    return fourth - (fourth + 3) % 7; // 1 January 1970 was a Thursday
  };
  const days = mondayOf(year) + 7 * (week - 1);
  if (year < 1970 || week < 1 || days >= mondayOf(year + 1)) return NaN;
  return (days + weekday - 1) * DAY_SECONDS;
}

/** A year of two digits is from 1969 to 2068, as in POSIX. */
function yearOf(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 69 ? 2000 : 1900);
}

function secondsOf(
  years: string,
  month: number,
  day: number,
  time: readonly (string | undefined)[],
): number {
  const year = yearOf(years);
  const days = daysFromCivil(year, month, day);
  if (year < 1 || month < 1 || month > 12 || day < 1) return NaN;
  if (civilFromDays(days).day !== day) return NaN; // 30 February
  const [hour = "0", minute = "0", second = "0", fraction = "0", half, zone] = time;
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return NaN;
    hours = hours % 12 + (half.toLowerCase().startsWith("p") ? 12 : 0);
  }
  const [minutes, whole] = [Number(minute), Number(second)];
  if (hours > 24 || minutes > 59 || whole > 60 || hours === 24 && minutes + whole > 0) return NaN;
  const offset = offsetOf(zone);
  const seconds = hours * 3600 + minutes * 60 + whole + Number(`0.${fraction}`);
  return days * DAY_SECONDS + seconds - offset;
}

export const OFFSET = /^([-+\u2212])(\d{2}):?(\d{2})?$/;

/** How many seconds a clock is ahead of UTC: 3600 of +01:00. */
function offsetOf(zone: string | undefined): number {
  const found = OFFSET.exec(zone ?? "");
  if (found === null) return 0;
  const [, sign, hours, minutes = "0"] = found;
  return (sign === "+" ? 1 : -1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** What is a date by its form, without a word in it or a day. */
const CERTAIN = [WEEK, QUARTER, /^\d{8}T\d{4}/i, /^\d{1,2}[-/](?:19|20)\d{2}$/];

/** Whether a text is a week, a quarter, a month or a basic date, with nothing else that it could be. */
export function isCertainDate(cell: string): boolean {
  const text = cell.trim();
  return CERTAIN.some((form) => form.test(text));
}

/** Whether which number is the day depends on the column: 3.4.2024, not 2024-04-03. */
export function isOrdered(cell: string): boolean {
  return DIGITS.test(cell.trim());
}

/** A date in the form of ISO 8601, with the time where it is not midnight. */
export function isoText(seconds: number): string {
  const days = floor(seconds / DAY_SECONDS);
  const { year, month, day } = civilFromDays(days);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const rest = floor(seconds - days * DAY_SECONDS);
  if (rest === 0) return date;
  const [hours, minutes] = [floor(rest / 3600), floor(rest / 60) % 60];
  return `${date} ${two(hours)}:${two(minutes)}${rest % 60 === 0 ? "" : `:${two(rest % 60)}`}`;
}
