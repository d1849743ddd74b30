/** The errors of a form's fields, each shown beside its field. @module */

import { create, element } from "./elements.ts";

type Field = HTMLInputElement | HTMLSelectElement;

/** The fields of a form in which a value may be wrong. */
function fieldsOf(form: string): readonly Field[] {
  return [...element(form, HTMLFormElement).querySelectorAll<Field>("[required], [pattern]")];
}

/** Makes room for an error at each field, which is checked again whenever it changes. */
export function prepareErrors(form: string): void {
  for (const field of fieldsOf(form)) {
    const error = create("small", "", "error");
    error.id = `${field.id}-error`;
    field.after(error);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${error.id}` : error.id);
    field.addEventListener("input", () => {
      if (field.getAttribute("aria-invalid") === "true") check(field);
    });
  }
}

/** Shows at each field what is wrong with it, and goes to the first wrong one; whether all are right. */
export function checkFields(form: string): boolean {
  const wrong = fieldsOf(form).filter((field) => !check(field))[0];
  if (wrong === undefined) return true;
  const details = wrong.closest("details");
  if (details !== null) details.open = true;
  wrong.focus();
  return false;
}

/** Shows what is wrong with a field; whether nothing is. */
function check(field: Field): boolean {
  const { valid } = field.validity;
  field.setAttribute("aria-invalid", String(!valid));
  element(`${field.id}-error`, HTMLElement).textContent = valid ? "" : expected(field);
  return valid;
}

/** What to enter in a field: as its `data-error` has it, or a number in its range. */
function expected(field: Field): string {
  const { dataset, min, max, step } = field as HTMLInputElement;
  return dataset["error"] ??
    `Enter a ${step === "any" ? "" : "whole "}number from ${min} to ${max}.`;
}
