/** General categories of Unicode, in brackets of regular expressions with the flag `u`. @module */

/** Letters, digits and currencies: once each, since an exported module has their ranges instead, 12 kB of letters. */
export const [LETTER, DIGIT, CURRENCY] = ["\\p{L}", "\\p{N}", "\\p{Sc}"] as const;
