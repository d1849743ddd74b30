import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import type { Observed } from "../../../../lib/train/mod.ts";
import { html } from "../../../../lib/document/html.ts";
import { blocks } from "../../../../lib/document/page.ts";
import { observedSection } from "../../../../tasks/results/report/observed_section.ts";
import type { ReportedRun } from "../../../../tasks/results/report/problem/runs.ts";

/** The section of a run that observed this after its epochs. */
function sectionOf(observed: readonly (Observed | undefined)[], sizes: readonly number[]): string {
  const metrics = observed.map((observed, k) => ({ epoch: k + 1, observed }));
  const section = observedSection(
    { metrics, network: { sizes }, noun: "image" } as unknown as ReportedRun,
  );
  return section === undefined ? "" : html`${blocks(section.content)}`.text;
}

Deno.test("norms that are ten times apart have a logarithmic axis, and a line for each layer", () => {
  const apart = { gradientNorms: [0.001, 0.01, 0.2] };
  const section = sectionOf([apart, apart], [4, 3, 3, 2]);
  assertMatch(section, /‖∂C\/∂W‖ \(logarithmic/);
  assertMatch(section, /layer 1 from 0\.001 to 0\.001; layer 2 from .*; outputs from 0\.2 to 0\.2/);
  const near = { gradientNorms: [0.1, 0.1, 0.2] };
  assertNotMatch(sectionOf([near, near], [4, 3, 3, 2]), /‖∂C\/∂W‖ \(logarithmic/);
});

Deno.test("shares are percentages of the layers that have them", () => {
  const section = sectionOf([{ dead: [0.25, null] }], [4, 3, 2]);
  assertMatch(section, /Dead units by epoch, 1 to 1: layer 1 from 25 to 25"/);
  assertNotMatch(section, /outputs from/);
  assertMatch(section, /dead units, %/);
});

Deno.test("of many layers six have a line, the first and the last among them", () => {
  const weightNorms = Array.from({ length: 20 }, (_, l) => l + 1);
  const section = sectionOf([{ weightNorms }], Array.from({ length: 21 }, () => 5));
  assertEquals(section.match(/ from \d+ to \d+/g)!.length, 6);
  assertMatch(section, /layer 1 from 1 to 1;.*outputs from 20 to 20/);
});

Deno.test("a run that observed nothing has no section, nor one whose norms are not numbers", () => {
  assertEquals(sectionOf([undefined], [4, 2]), "");
  const broken = { gradientNorms: [null as never] }; // JSON has null instead of Infinity
  assertEquals(sectionOf([broken], [4, 2]), "");
});
