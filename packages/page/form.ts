/** Fields of forms, made from lists, and the errors that are shown beside them. @module */

import { create, element } from "./elements.ts";
import type { Fields } from "./settings.ts";

type Field = HTMLInputElement | HTMLSelectElement;

/** The field of a name: that of `learningRate` has the id `learning-rate`, after a prefix. */
export function fieldOf(name: string, prefix = ""): Field {
  return element(prefix + idOf(name), HTMLElement) as Field;
}

function idOf(name: string): string {
  return name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Makes fields in an element; their ids get a prefix.
 * @param texts the labels of fields and choices by their names
 */
export function addFields<Name extends string>(
  parent: string,
  fields: NoInfer<Fields<Name>>,
  texts: Readonly<Record<Name, string>>,
  prefix = "",
): void {
  const all = Object.entries(fields) as [Name, Fields<Name>[Name] & object][];
  const labels = all.map(([name, values]) => {
    const field = create("min" in values ? "input" : "select");
    field.id = prefix + idOf(name);
    if (field instanceof HTMLInputElement) {
      Object.assign(field, { type: "number", required: true, ...values });
    } else {
      for (const choice of values as readonly Name[]) {
        field.append(new Option(texts[choice], choice));
      }
    }
    return create("label", {}, texts[name], field);
  });
  element(parent, HTMLElement).replaceChildren(...labels);
}

/** The fields of a form in which a value may be wrong. */
function fieldsOf(form: string): readonly Field[] {
  return [...element(form, HTMLFormElement).querySelectorAll<Field>("[required], [pattern]")];
}

/** Makes room for an error at each field, which is checked again whenever it changes. */
export function prepareErrors(form: string): void {
  for (const field of fieldsOf(form)) {
    const error = create("small", { className: "error", id: `${field.id}-error` });
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
  if (dataset["error"] !== undefined) return dataset["error"];
  if (Number(max) === Number.MAX_SAFE_INTEGER) return `Enter a whole number, ${min} or more.`;
  return `Enter a ${step === "any" ? "number" : "whole number"} from ${min} to ${max}.`;
}
