import type { SweepSummary } from "../../lib/sweep/summary.ts";
export function sweepPage(summary: SweepSummary): string {
  return `<!DOCTYPE html><title>${summary.name}</title>\n`;
}
