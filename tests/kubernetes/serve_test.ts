/** The server's manifests for Kubernetes. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { granted, ROOT } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { readManifests, typeErrors } from "./manifests.ts";

const FILE = "tasks/serve/kubernetes/serve.yaml";

/** As much of the manifests as is looked at here. */
interface Manifest {
  readonly kind: string;
  readonly spec: {
    readonly template?: {
      readonly spec: {
        readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
        readonly containers: readonly { readonly image: string }[];
      };
    };
  };
}

const isAble = granted("read", "write", "run", "net");

testsWhere(isAble)(
  "Kubernetes' types and schemas have nothing against the server's manifests",
  async () => {
    const manifests = await readManifests<Manifest>([FILE]);
    const kinds = ["Deployment", "Service", "HorizontalPodAutoscaler"];
    assertEquals(manifests.map(({ kind }) => kind), kinds);
    assertEquals(await typeErrors(manifests), "");
    const { securityContext, containers: [server] } = manifests[0]!.spec.template!.spec;
    const containerfile = await Deno.readTextFile(join(ROOT, "Containerfile"));
    assert(containerfile.includes(`podman build -t ${server!.image} --target serve .`));
    assert(
      containerfile.includes(`USER ${securityContext.runAsUser}:${securityContext.runAsGroup}`),
    );
  },
);
