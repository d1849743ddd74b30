/**
 * Equations in LaTeX to MathML, by the library temml, when the site is made: a page loads nothing for them.
 *
 * The policy of pages forbids styles in elements, so each style becomes a class. @module
 */

import { importNpm } from "../../../tasks/system/import_npm.ts";

const TEMML_PACKAGE = "npm:temml@0.13.5";

/** A letter with primes, which fonts raise by themselves: as an exponent they would be tiny, and too high. */
const PRIMED =
  /<msup>(<mi[^>]*>[^<]*<\/mi>)<mo[^>]*class="tml-prime[^"]*"[^>]*>(′+)<\/mo><\/msup>/g;

/** What we use of temml. */
interface Temml {
  renderToString(tex: string, options: { displayMode: boolean; throwOnError: boolean }): string;
}

/** The equations of a site: MathML, and the style that all of it needs. */
export interface Equations {
  /**
   * An equation as MathML.
   * @param isBlock whether it stands on lines of its own
   * @param path what it stands in, for the error
   * @throws {SyntaxError} if temml cannot read it
   */
  mathml(tex: string, isBlock: boolean, path: string): string;
  /** The rules of the equations so far. */
  style(): string;
}

/**
 * Installs temml from npm, if it is not there.
 * @throws {Error} if it cannot be installed
 */
export async function installMath(): Promise<Equations> {
  const temml = await importNpm<Temml>(TEMML_PACKAGE);
  const classes = new Map<string, string>();

  function classOf(style: string): string {
    if (!classes.has(style)) classes.set(style, `math-${classes.size + 1}`);
    return classes.get(style)!;
  }

  return {
    mathml(tex, isBlock, path) {
      let text: string;
      try {
        text = temml.renderToString(tex, { displayMode: isBlock, throwOnError: true });
      } catch (error) {
        const why = error instanceof Error ? error.message : error;
        throw new SyntaxError(`Cannot read the equation ${tex.trim()} in ${path}: ${why}`);
      }
      return text.replaceAll(PRIMED, '<mrow>$1<mo lspace="0em" rspace="0em">$2</mo></mrow>')
        .replaceAll(/<\w+[^>]*? style="[^"]*"[^>]*>/g, withoutStyle);
    },
    style: () => [...classes].map(([style, name]) => `.${name} { ${style} }\n`).join(""),
  };

  function withoutStyle(tag: string): string {
    const [attribute, style] = / style="([^"]*)"/.exec(tag)!;
    const name = classOf(style!);
    const plain = tag.replace(attribute!, "");
    return / class="/.test(plain)
      ? plain.replace(' class="', ` class="${name} `)
      : plain.replace(/>$/, ` class="${name}">`);
  }
}
