/** Rules by which a table is read: what holds, what follows, and what the user reads. @module */

/** A rule of a list, of which all that apply count. */
export interface Rule<Facts> {
  /** What holds, in a few words. */
  readonly name: string;
  readonly when: (facts: Facts) => boolean;
  /** What the user reads, a sentence or its end; nothing where all is as expected. */
  readonly sentence?: (facts: Facts) => string;
}

/** A rule of a list, of which the first that applies counts. */
export interface Choice<Facts, Outcome extends string> extends Rule<Facts> {
  readonly then: Outcome;
}

/** The first rule that applies. The last rule of a list always does. */
export function firstRule<Facts, Of extends Rule<Facts>>(rules: readonly Of[], facts: Facts): Of {
  return rules.find(({ when }) => when(facts))!;
}

/** The sentences of all rules that apply. */
export function sentencesOf<Facts>(rules: readonly Rule<Facts>[], facts: Facts): string[] {
  return rules.filter(({ when }) => when(facts)).map(({ sentence }) => sentence!(facts));
}
