import type { SweepSummary } from "../../lib/sweep/summary.ts";
export function sweepMarkdown(summary: SweepSummary): string {
  return `# ${summary.name}\n`;
}
