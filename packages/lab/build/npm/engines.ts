/** The Node that the packages need. @module */

/** The least version: an engine's workers and the programs of the guide need what it brought. */
export const LEAST_NODE = "20.16";

/** The `engines` of `package.json`. */
export const ENGINES = { node: `>=${LEAST_NODE}` };
