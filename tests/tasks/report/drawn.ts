/** Charts as a report has them. */

import { assertEquals } from "@std/assert";
import type { Spec } from "../../../tasks/report/charts.ts";
import { flagsOf, outcomeOf, startScript } from "../../helpers/run_task.ts";

/** Draws a chart in a process of its own, as a report does, with the lock that holds Vega. */
export async function drawn(spec: Spec): Promise<string> {
  const script = "tests/tasks/report/draw_fixture.ts";
  const { code, stdout, stderr } = await outcomeOf(
    startScript(script, [JSON.stringify(spec)], { flags: flagsOf("report") }),
  );
  assertEquals([code, stderr], [0, ""]);
  return stdout;
}

/** The texts of a chart, in order. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}
