/** Where the page's data comes from: its server, or files that the visitor picked. @module */

import type { DataSource } from "./messages.ts";

/** A source of the page's data. */
export interface PageSource {
  /** Where the data is, in words. */
  readonly state: string;
  /** Differs where the data may differ. */
  readonly key: string;
  /** Opens a file of the catalogue, compressed or not. */
  readonly open: (name: string) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

export function pageSource(source: DataSource): PageSource {
  return "files" in source ? pickedFiles(source.files) : server(source);
}

function pickedFiles(files: readonly File[]): PageSource {
  // Some mirrors write a dot for the hyphen, and browsers add a number to a name that is in use.
  const plain = (name: string) => name.replace(/( ?\(\d+\))?(\.gz)?$/, "").replace(".idx", "-idx");
  return {
    state: `${files.length} files picked`,
    key: JSON.stringify(files.map(({ name, size, lastModified }) => [name, size, lastModified])),
    open(name) {
      const file = files.find((file) => plain(file.name) === name);
      if (file !== undefined) return Promise.resolve(file.stream());
      const names = files.map((file) => file.name).join(", ") || "none";
      return Promise.reject(
        new Error(`Cannot find ${name}, .gz or not, among the files picked: ${names}`),
      );
    },
  };
}

function server(source: Exclude<DataSource, { readonly files: unknown }>): PageSource {
  return {
    state: "from this page’s server",
    key: JSON.stringify(source),
    async open(name) {
      const response = await fetch(source.folder + name + source.suffix);
      if (response.ok && response.body !== null) return response.body;
      throw new Error(`Cannot fetch ${name}: the server answers ${response.status}`);
    },
  };
}
