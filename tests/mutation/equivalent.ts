/** Mutants that no test can kill, since they do what the program does. */

/** A mutant by what stands in the file, so that it is found though lines have moved. */
export interface Equivalent {
  /** The file's path from the project's folder. */
  readonly file: string;
  /** The whole line in which the mutant begins, without the spaces around it. */
  readonly line: string;
  /** The code that is changed, and what it is changed to; line ends and runs of spaces are one space. */
  readonly before: string;
  readonly after: string;
  /** Why no test can see a difference. */
  readonly reason: string;
}

/** The mutants that are equivalent, each read and understood. */
export const EQUIVALENT: readonly Equivalent[] = [];
