/** What is wrong with a field of a form, said beside it. @module */

import { create, element } from "./elements.ts";

/** What each field wants, by its id. */
export type Wanted = { readonly [id: string]: string };

/** Makes room for an error at each field, which is checked again whenever it changes. */
export function prepareErrors(wanted: Wanted): void {
  for (const id of Object.keys(wanted)) {
    const field = element(id, HTMLInputElement);
    const error = create("small", "", "error");
    error.id = `${id}-error`;
    field.after(error);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${error.id}` : error.id);
    field.addEventListener("input", () => {
      if (field.getAttribute("aria-invalid") === "true") show(field, wanted[id]!);
    });
  }
}

/** Says at each field what is wrong with it, and goes to the first one; whether nothing is. */
export function checkFields(wanted: Wanted): boolean {
  const fields = Object.keys(wanted).map((id) => element(id, HTMLInputElement));
  for (const field of fields) show(field, wanted[field.id]!);
  const wrong = fields.find((field) => !field.validity.valid);
  if (wrong === undefined) return true;
  const details = wrong.closest("details");
  if (details !== null) details.open = true;
  wrong.focus();
  return false;
}

function show(field: HTMLInputElement, wanted: string): void {
  const { valid } = field.validity;
  element(`${field.id}-error`, HTMLElement).textContent = valid ? "" : wanted;
  field.setAttribute("aria-invalid", String(!valid));
}
