/** Rules by which a table is read: what holds, what follows, and what the user reads. @module */

/** A rule of a list, of which the first that applies counts. */
export interface Rule<Facts, Outcome extends string> {
  /** What holds, in a few words. */
  readonly name: string;
  /** Whether it holds. */
  readonly when: (facts: Facts) => boolean;
  /** What follows. */
  readonly then: Outcome;
  /** What the user reads, a sentence or its end; nothing where all is as expected. */
  readonly sentence?: (facts: Facts) => string;
}

/** The first rule that applies. The last rule of a list always does. */
export function firstRule<Facts, Outcome extends string>(
  rules: readonly Rule<Facts, Outcome>[],
  facts: Facts,
): Rule<Facts, Outcome> {
  return rules.find(({ when }) => when(facts))!;
}

/** The sentences of all rules that apply. */
export function sentencesOf<Facts, Outcome extends string>(
  rules: readonly Rule<Facts, Outcome>[],
  facts: Facts,
): string[] {
  return rules.filter(({ when }) => when(facts)).map(({ sentence }) => sentence!(facts));
}
