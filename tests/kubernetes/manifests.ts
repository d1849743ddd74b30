/** Checks manifests of Kubernetes by its schemas and by its types. @module */

import { join } from "@std/path";
import {
  FIXTURE,
  outcomeOf,
  runCommand,
  startScript,
  temporaryFolder,
} from "../helpers/run_task.ts";

/** Where the types of a kind are in the package `kubernetes-types`. */
const TYPES = {
  Deployment: "apps/v1",
  HorizontalPodAutoscaler: "autoscaling/v2",
  Job: "batch/v1",
  PersistentVolumeClaim: "core/v1",
  Service: "core/v1",
};

interface Manifest {
  readonly kind: string;
}

/** The manifests of files; it fails if a value is none that Kubernetes takes. */
export async function readManifests<M extends Manifest>(files: readonly string[]): Promise<M[]> {
  const { code, stdout, stderr } = await outcomeOf(
    startScript("tests/kubernetes/manifests_fixture.ts", files, {
      flags: [...FIXTURE, "--allow-read", "--allow-env=LOG_TOKENS,LOG_STREAM"],
    }),
  );
  if (code !== 0) throw new TypeError(stderr);
  return JSON.parse(stdout).flat();
}

/** TypeScript's errors of manifests as values of their types, which have every key. */
export async function typeErrors(manifests: readonly Manifest[]): Promise<string> {
  await using folder = await temporaryFolder();
  const script = join(folder.path, "manifests.ts");
  const imports = Object.entries(TYPES).map(([kind, path]) =>
    `import type { ${kind} } from "npm:kubernetes-types@1.30.0/${path}";\n`
  );
  const values = manifests.map((manifest, k) =>
    `export const value${k}: ${manifest.kind} = ${JSON.stringify(manifest, null, 2)};\n`
  );
  await Deno.writeTextFile(script, [...imports, ...values].join(""));
  const args = ["check", "-q", "--config=deno.json", "--frozen", "--lock=tests/fixtures.lock"];
  const options = { env: { NO_COLOR: "1" } };
  return (await runCommand(Deno.execPath(), [...args, script], options)).stderr;
}
