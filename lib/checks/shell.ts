/** Commands that messages suggest, written so that they can be pasted into any shell. @module */

/**
 * A word of a command line: in single quotes if it holds anything that bash, zsh or fish would read as more than a letter,
 * such as the brackets of `sizes=[784,100,10]`.
 */
export function quote(word: string): string {
  if (/^[\w@%+:,./-][\w@%+:,./=-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
