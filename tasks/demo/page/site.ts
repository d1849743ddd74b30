/** What the page's server has besides the page: `site.json`, which the task writes. @module */

/** `site.json` */
export interface Site {
  /** The network that comes with the page, if one does. */
  readonly network: {
    /** Its file of weights. */
    readonly file: string;
    /** Its run's name. */
    readonly name: string;
    /** The part of the test images that it gets right, if its run says. */
    readonly accuracy: number | null;
  } | null;
  /** Where the data set's files are and how their names end, if they are there. */
  readonly data: { readonly folder: string; readonly suffix: "" | ".gz" } | null;
  /** Some test images with their labels, as IDX files, if they are there. */
  readonly examples: { readonly images: string; readonly labels: string } | null;
}

/** Fetches a file of the site. */
export async function fetchBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`Cannot fetch ${path}: the server says ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Fetches `site.json`. */
export async function fetchSite(): Promise<Site> {
  return JSON.parse(new TextDecoder().decode(await fetchBytes("site.json")));
}
