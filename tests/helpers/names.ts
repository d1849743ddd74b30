/** The names of functions and rules, as the types of the options have them. */

/** The keys of an object. */
export function namesOf<Name extends string>(entries: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(entries) as Name[];
}
