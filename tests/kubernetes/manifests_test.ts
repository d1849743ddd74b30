/** Kubernetes' manifests of sweeps and of the server: their types, and what they have in common. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { granted, ROOT } from "../helpers/run_task.ts";
import { readManifests, typeErrors } from "./manifests.ts";
import { testsWhere } from "../helpers/tests_with.ts";

const FOLDER = "tasks/sweep/kubernetes";
const SERVER = "tasks/serve/kubernetes/serve.yaml";
const FILES = ["prepare.yaml", "sweep.yaml", "merge.yaml"].map((name) => `${FOLDER}/${name}`);

/** As much of a manifest as is looked at here. */
interface Manifest {
  readonly kind: string;
  readonly spec: {
    readonly completions?: number;
    readonly parallelism?: number;
    readonly template: { readonly spec: PodSpec };
  };
}

interface PodSpec {
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly { readonly image: string; readonly args: readonly string[] }[];
}

const userOf = ({ securityContext: { runAsUser, runAsGroup } }: PodSpec) =>
  `USER ${runAsUser}:${runAsGroup}`;

const test = testsWhere(granted("read", "write", "run", "net"));

test("Kubernetes' types and schemas have nothing against the manifests", async () => {
  const manifests = await readManifests<Manifest>([...FILES, SERVER]);
  assertEquals(manifests.map(({ kind }) => kind), [
    "PersistentVolumeClaim",
    "Job",
    "Job",
    "Job",
    "Deployment",
    "Service",
    "HorizontalPodAutoscaler",
  ]);
  assertEquals(await typeErrors(manifests), "");
});

test("a misspelt key or value of a manifest would be found", async (folder) => {
  const text = await Deno.readTextFile(join(ROOT, FOLDER, "sweep.yaml"));
  const file = join(folder.path, "sweep.yaml");
  await Deno.writeTextFile(file, text.replace("maxFailedIndexes:", "maxFailedIndices:"));
  const misspelt = await readManifests<Manifest>([file]);
  assertMatch(
    await typeErrors(misspelt),
    /'"maxFailedIndices"' does not exist in type 'JobSpec'/,
  );
  await Deno.writeTextFile(file, text.replace("action: FailJob", "action: FailSweep"));
  const error = await readManifests<Manifest>([file]).then(() => undefined, (error) => error);
  assertMatch(error.message, /action/);
});

test("the number of shards, the image and its user are the same in all manifests", async () => {
  const jobs = (await readManifests<Manifest>(FILES)).filter(({ kind }) => kind === "Job");
  const [sweep] = await readManifests<Manifest>([`${FOLDER}/sweep.yaml`]);
  const { completions, parallelism, template } = sweep!.spec;
  const command = template.spec.containers[0]!.args.join(" ");
  assertEquals(parallelism, completions);
  assertMatch(command, new RegExp(` --shards ${completions} `));
  const containerfile = await Deno.readTextFile(join(ROOT, "Containerfile"));
  const [server] = await readManifests<Manifest>([SERVER]);
  const [container] = server!.spec.template.spec.containers;
  assert(containerfile.includes(`podman build -t ${container!.image} --target serve .`));
  assert(containerfile.includes(userOf(server!.spec.template.spec)));
  for (const { spec: { template: { spec } } } of jobs) {
    assertMatch(containerfile, new RegExp(`^${userOf(spec)}$`, "m"));
    assert(containerfile.includes(`podman build -t ${spec.containers[0]!.image} .`));
  }
});
