/** The server as Kubernetes and containers have it: the manifests' types, and the image with its entry point. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { granted, ROOT } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { kindsModel, ROW } from "../serve/served_fixture.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { canContain, Image } from "./container.ts";
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

/** Starts the words as a server, asks it, ends it. */
const ASK = `
"$@" > /tmp/printed 2>&1 &
server=$!
for wait in $(seq 100); do curl -sf http://127.0.0.1:8000/v2/health/ready && break; sleep .1; done
curl -s http://127.0.0.1:8000/predict -H 'content-type: application/json' -d "$ROW"
kill -TERM $server
wait $server
echo "exit $?"
cat /tmp/printed
`;

testsWhere(isAble && LONG_TESTS && await canContain())(
  "the image serves a file of weights, and ends on SIGTERM",
  async ({ path }) => {
    const image = await Image.build(join(path, "image"), "serve");
    const [data, temporary] = [join(path, "data"), join(path, "tmp")];
    const [user = 0, group = 0] = image.user.split(":").map(Number);
    await Deno.mkdir(data);
    await Deno.mkdir(temporary);
    await Deno.chown(temporary, user, group);
    await Deno.writeFile(join(data, "kinds.safetensors"), kindsModel().save());
    const { code, stdout, stderr } = await image.run({
      command: ["sh", "-c", ASK, "sh", ...image.entryPoint],
      args: ["data/kinds.safetensors"],
      env: { ROW: JSON.stringify(ROW).replaceAll(" ", "") },
      volumes: {
        [`${image.directory}/data`]: { folder: data, readOnly: true },
        "/tmp": { folder: temporary, readOnly: false },
      },
    });
    assertEquals(code, 0, stderr);
    const { label } = kindsModel().predict(ROW);
    assertMatch(stdout, new RegExp(`^.*"ready":true.*"label":"${label}".*exit 130$`, "ms"));
  },
);
