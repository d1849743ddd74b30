/** What a server answers with: models by name, each with its version. @module */

import { suggestion } from "../checks/meant.ts";
import { describe, quoted } from "../checks/texts.ts";
import { TableModel } from "../table/model/table_model.ts";
import type { RowService } from "./row_service.ts";
import { type ArrayModel, ArrayService } from "./array_service.ts";
import { Refusal } from "./refusal.ts";
import { TableService } from "./table_service.ts";

/** What answers: a model of a table, or a network of arrays. */
export type Model = TableModel | ArrayModel;

/** A model, and what a server shows of it. */
export interface ServedModel {
  /** What answers. */
  readonly model: Model;
  /** Changes when the model does. Default: 1 */
  readonly version?: string | undefined;
  /** Why a newer version does not answer, in a sentence. */
  readonly problem?: string | undefined;
}

/** Models by name. A map may change while it is served: a request is answered by the model at its start. */
export type Models = Readonly<Record<string, Model>> | ReadonlyMap<string, ServedModel>;

/** The models of a server, each with what answers its requests. */
export class ServedModels {
  readonly #models: ReadonlyMap<string, ServedModel>;
  readonly #isStrict: boolean;
  readonly #services = new WeakMap<Model, RowService>();

  /**
   * @param isStrict whether a row with a missing or an unknown column is refused
   * @throws {TypeError} if one is no model
   */
  constructor(models: Models, isStrict = false) {
    this.#isStrict = isStrict;
    this.#models = models instanceof Map
      ? models
      : new Map(Object.entries(models).map(([name, model]) => [name, { model }]));
    for (const name of this.names) this.find(name);
  }

  /** All names. */
  get names(): string[] {
    return [...this.#models.keys()];
  }

  /** The name of the only model; `undefined` if there are several. */
  get only(): string | undefined {
    return this.#models.size === 1 ? this.names[0] : undefined;
  }

  /** All models, in their order. */
  get all(): FoundModel[] {
    return this.names.map((name) => this.find(name)!);
  }

  /**
   * The model that the path of a request names, or the only one.
   * @throws {Refusal} if there is none of the name, or a name is needed
   */
  choose(name = this.only): FoundModel {
    const { names } = this;
    if (name === undefined) {
      throw new Refusal(
        404,
        `Cannot choose a model: expected /models/NAME/predict, of ${names.join(", ")}`,
      );
    }
    const model = this.find(name);
    if (model === undefined) {
      const hint = suggestion(name.slice(0, 60), names) || `: there are ${names.join(", ")}`;
      throw new Refusal(404, `Cannot find the model ${quoted(name)}${hint}`);
    }
    return model;
  }

  /** A model by its name, and what answers its requests. */
  find(name: string) {
    const served = this.#models.get(name);
    if (served === undefined) return undefined;
    const { model, version = "1", problem } = served;
    let service = this.#services.get(model);
    if (service === undefined) {
      service = serviceOf(model, this.#isStrict);
      this.#services.set(model, service);
    }
    return { name, version, problem, service };
  }
}

/** A model that was found by its name. */
export type FoundModel = NonNullable<ReturnType<ServedModels["find"]>>;

function serviceOf(model: Model, isStrict: boolean): RowService {
  if (model instanceof TableModel) return new TableService(model, isStrict);
  if (typeof Object(Object(model).network).predict === "function") return new ArrayService(model);
  throw new TypeError(
    `Cannot serve ${describe(model)}: expected a TableModel, or an object with a network`,
  );
}
