/** A zone to drop a file on, with a field to pick one. @module */

import { element } from "./elements.ts";

/** Takes files that are dropped on an element or picked in its field, both by their ids. */
export function takeFiles(zone: string, field: string, take: (file: File) => void): void {
  const [area, input] = [element(zone, HTMLElement), element(field, HTMLInputElement)];
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file !== undefined) take(file);
  });
  input.addEventListener("click", () => input.value = ""); // the same file can be picked again after it has changed
  const over = (event: DragEvent, is: boolean) => {
    event.preventDefault(); // or the browser leaves the page to show the file
    area.classList.toggle("over", is);
  };
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    const files = event.dataTransfer?.files;
    if (files?.[0] === undefined) return;
    input.files = files; // so that the field shows the file's name
    take(files[0]);
  });
}
