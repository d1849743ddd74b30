/** Bytes of the page as a file of the visitor's. @module */

/** How long the address of a download has to last, in milliseconds. */
const LASTS = 60_000;

/** Has the browser save a file. */
export function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), LASTS);
}
