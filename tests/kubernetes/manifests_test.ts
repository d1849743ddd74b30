/** Kubernetes' manifests of `tasks/sweep/kubernetes/`: their types, and what their commands do in containers. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted, ROOT, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { canContain, type Container, Image } from "./container.ts";
import { readManifests, typeErrors } from "./manifests.ts";
import { testsWhere } from "../helpers/tests_with.ts";

const FOLDER = "tasks/sweep/kubernetes";
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
  readonly containers: readonly {
    readonly image: string;
    readonly command?: readonly string[];
    readonly args: readonly string[];
    readonly volumeMounts: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly readOnly?: boolean;
    }[];
  }[];
}

const isAble = granted("read", "write", "run", "net");
const test = testsWhere(isAble);

test("Kubernetes' types and schemas have nothing against the manifests", async () => {
  const manifests = await readManifests<Manifest>(FILES);
  assertEquals(manifests.map(({ kind }) => kind), ["PersistentVolumeClaim", "Job", "Job", "Job"]);
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
  for (const { spec: { template: { spec: { securityContext, containers } } } } of jobs) {
    const { runAsUser, runAsGroup } = securityContext;
    assertMatch(containerfile, new RegExp(`^USER ${runAsUser}:${runAsGroup}$`, "m"));
    assert(containerfile.includes(`podman build -t ${containers[0]!.image} .`));
  }
});

const SWEEPS = {
  grid: {
    config: { trainingSize: 2000, epochs: 2, evaluate: ["validation"] },
    method: "grid",
    parameters: { learningRate: { values: [0.5, 1, 3] }, batchSize: { values: [10, 20] } },
  },
  halving: {
    config: { trainingSize: 2000, epochs: 4, evaluate: ["validation"] },
    method: "halving",
    halving: { factor: 2, rungs: 2 },
    trials: 8,
    parameters: { learningRate: { min: 0.1, max: 5, distribution: "logUniform" } },
  },
};

/** The container of a Job's pod, with folders in place of its volumes. */
function containerOf(
  { spec: { template } }: Manifest,
  volumes: Readonly<Record<string, string>>,
): Container {
  const [{ command, args, volumeMounts }] = template.spec.containers as [
    PodSpec["containers"][number],
  ];
  const mounts = volumeMounts.map(({ name, mountPath, readOnly = false }) =>
    [mountPath, { folder: volumes[name]!, readOnly }] as const
  );
  return { command, args, volumes: Object.fromEntries(mounts) };
}

for (const [name, stages] of [["grid", 1], ["halving", 2]] as const) {
  testsWhere(isAble && LONG_TESTS && await canContain())(
    `the pods of every index take a ${name} to the bytes of one machine`,
    async () => {
      const data = await mnistData();
      await using folder = await temporaryFolder();
      const image = await Image.build(join(folder.path, "image"));
      const [sweep, merge] = await readManifests<Manifest>([
        `${FOLDER}/sweep.yaml`,
        `${FOLDER}/merge.yaml`,
      ]);
      const claim = join(folder.path, "claim");
      const configMap = join(folder.path, "config");
      const one = join(folder.path, "one");
      const [user = 0, group = 0] = image.user.split(":").map(Number);
      await Deno.mkdir(claim);
      await Deno.chown(claim, user, group);
      await Deno.mkdir(configMap);
      const file = join(configMap, "sweep.json");
      await Deno.writeTextFile(file, JSON.stringify({ name, ...SWEEPS[name] }));

      const mnist = { folder: await Deno.realPath(join(data, "mnist")), readOnly: true };
      const run = async (job: Manifest, env: Record<string, string> = {}) => {
        const { volumes, ...container } = containerOf(job, { data: claim, sweep: configMap });
        const all = { ...volumes, [`${image.directory}/data/mnist`]: mnist };
        const { code, stdout, stderr } = await image.run({ ...container, env, volumes: all });
        assertEquals(code, 0, stderr);
        return stdout;
      };
      const indexes = Array.from({ length: sweep!.spec.completions! }, (_, index) => index);
      for (let stage = 1; stage <= stages; stage++) {
        const printed = await Promise.all(
          indexes.map((index) => run(sweep!, { JOB_COMPLETION_INDEX: String(index) })),
        );
        for (const index of indexes) {
          assert(printed[index]!.startsWith(`Shard ${index + 1} of 4, by JOB_COMPLETION_INDEX\n`));
        }
        await run(merge!);
      }

      const words = [file, "--out", one, "--data", data, "--no-report"];
      const { code, stderr } = await runTask(["sweep", ...words]);
      assertEquals(code, 0, stderr);
      for (const path of ["sweep.json", "trials.csv", "index.html"]) {
        const merged = join(claim, "sweeps", "cluster", path);
        assertEquals(await Deno.readTextFile(merged), await Deno.readTextFile(join(one, path)));
      }
    },
  );
}
