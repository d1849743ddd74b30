/** Numbers of a sweep's page. @module */

import * as cli from "../cli/format.ts";

export { count, counted, fourDigits } from "../cli/format.ts";

/** `97.16 %` in one piece; a dash where there is none. */
export function percent(fraction: number | null, decimals = 2): string {
  return cli.percent(fraction, decimals).replace(" ", "\u00a0");
}
