/**
 * Prints the manifests in the YAML files named as JSON, a list for each file, once Kubernetes' schemas have nothing against
 * their values. They do not see misspelt keys, which types see. @module
 */

import { importNpm } from "../../tasks/system/import_npm.ts";

interface Yaml {
  parseAllDocuments(text: string): { errors: Error[]; toJS(): { kind: string } }[];
}

interface Models {
  [kind: string]: new (manifest: unknown) => { validate(): void };
}

const { parseAllDocuments } = await importNpm<Yaml>("npm:yaml@2.9.1", { all: true });
const models = {
  ...await importNpm<Models>("npm:kubernetes-models@5.1.0/apps/v1", { all: true }),
  ...await importNpm<Models>("npm:kubernetes-models@5.1.0/autoscaling/v2", { all: true }),
  ...await importNpm<Models>("npm:kubernetes-models@5.1.0/batch/v1", { all: true }),
  ...await importNpm<Models>("npm:kubernetes-models@5.1.0/v1", { all: true }),
};

const files = Deno.args.map((path) =>
  parseAllDocuments(Deno.readTextFileSync(path)).map((document) => {
    for (const error of document.errors) throw error;
    const manifest = document.toJS();
    const Model = models[manifest.kind]!;
    new Model(manifest).validate();
    return manifest;
  })
);
console.log(JSON.stringify(files));
