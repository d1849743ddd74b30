/** The settings of a figure: what can be set, and how the page's address holds it. @module */

/** A number between two, or one of some options. */
export type Setting =
  | {
    readonly label: string;
    readonly value: number;
    readonly least: number;
    readonly most: number;
    readonly step: number;
  }
  | {
    readonly label: string;
    readonly value: string;
    readonly options: readonly { readonly value: string; readonly text: string }[];
  };

/** A setting whose options are shown as they are. */
export function choiceOf(label: string, value: string, values: readonly string[]): Setting {
  return { label, value, options: values.map((value) => ({ value, text: value })) };
}

/** The values, as they stand in attributes and addresses. */
export type Settings = { readonly [name: string]: string };

/**
 * The value of each setting: of the address, else of the attribute, else the declared one. A value that there is not is
 * left out, since an address is anybody's.
 * @param search of the address, such as `?surface.rate=3`
 * @param key what stands before the dot
 */
export function settingsIn(
  search: string,
  key: string,
  declared: { readonly [name: string]: Setting },
  element: { getAttribute(name: string): string | null },
): Settings {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    Object.entries(declared).map(([name, setting]) => {
      const values = [given.get(`${key}.${name}`), element.getAttribute(name)];
      return [name, values.find((value) => isOne(value, setting)) ?? String(setting.value)];
    }),
  );
}

function isOne(text: string | null, setting: Setting): text is string {
  if (text === null || text.trim() === "") return false;
  if ("options" in setting) return setting.options.some(({ value }) => value === text);
  return Number(text) >= setting.least && Number(text) <= setting.most;
}

/** An address with a setting. */
export function addressWith(address: string, name: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
}
