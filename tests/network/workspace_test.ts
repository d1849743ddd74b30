import { assert, assertEquals } from "@std/assert";
import { Workspace } from "../../lib/network/workspace.ts";
import { createEngine, dataRows, type Matrix, Network } from "../../mod.ts";

const engine = createEngine("reference");
const shapes = (matrices: readonly Matrix[]) =>
  matrices.map(({ rows, columns }) => [rows, columns]);
const lengths = (matrices: readonly Matrix[]) => matrices.map(({ values }) => values.length);

Deno.test("buffers fit the batch, and are made again only for a larger one than any before", () => {
  const workspace = new Workspace(engine, [2, 3, 4]);
  assertEquals([workspace.activations, workspace.layerInputs], [[], []]);
  workspace.resize(5);
  const { activations, deltas } = workspace;
  assertEquals([shapes(activations), shapes(deltas)], [[[5, 3], [5, 4]], [[5, 3], [5, 4]]]);
  for (const rows of [2, 5]) {
    workspace.resize(rows);
    assert(workspace.activations === activations && workspace.deltas === deltas);
    assertEquals(shapes(activations), [[rows, 3], [rows, 4]]);
    assertEquals(shapes(workspace.deltas), [[rows, 3], [rows, 4]]);
  }
  workspace.resize(6);
  assertEquals(lengths(workspace.activations), [18, 24]);
  assertEquals(lengths(workspace.deltas), [18, 24]);
});

Deno.test("a first batch of no rows has buffers too", () => {
  const workspace = new Workspace(engine, [2, 3, 4]);
  workspace.resize(0);
  assertEquals(shapes(workspace.activations), [[0, 3], [0, 4]]);
  assertEquals(shapes(workspace.deltas), [[0, 3], [0, 4]]);
  const none = { kind: "dense", rows: 0, columns: 2, values: new Float32Array(0) } as const;
  const { rows, columns } = new Network([2, 3]).feedforward(none);
  assertEquals([rows, columns], [0, 3]);
});

Deno.test("what dropout leaves has room of the kind of what it was taken from", () => {
  const workspace = new Workspace(engine, [2, 3, 4]);
  workspace.resize(5);
  const make = {
    matrix: engine.matrix(2, 3),
    dense: engine.denseRows(2, 3),
    sparse: engine.sparseRows(2, 3),
  };
  for (const [kind, rows] of Object.entries(make)) {
    const room = workspace.droppedInputsFor(1, rows);
    assertEquals([room.kind, room.rows, room.columns], [rows.kind, 2, 3], kind);
    assertEquals(room.values.length, 15, kind); // for the largest batch
    assert(workspace.droppedInputsFor(1, { ...rows, rows: 4 }) === room);
    assertEquals(room.rows, 4);
  }
  const room = workspace.droppedInputsFor(1, make.matrix);
  assert(workspace.droppedInputsFor(0, engine.matrix(2, 2)) !== room);
  assert(workspace.droppedInputsFor(1, make.matrix) === room);
  workspace.resize(6);
  assertEquals(workspace.droppedInputsFor(1, make.matrix).values.length, 18);
});

Deno.test("without a mask a layer takes in what it is given, with one what is left; the gradient has one room", () => {
  const workspace = new Workspace(engine, [2, 3]);
  workspace.resize(1);
  const x = dataRows([[1, 2]]);
  assert(workspace.inputsFor(0, x, undefined) === x && workspace.layerInputs[0] === x);
  const mask = { rate: 0.5, key: new Uint32Array(2), examples: new Uint32Array([7]) };
  const dropped = engine.denseRows(1, 2);
  engine.dropout(dropped, x, mask);
  assertEquals(workspace.inputsFor(0, x, mask).values, dropped.values);
  assert(workspace.layerInputs[0] !== x);
  const { gradient } = workspace;
  assertEquals([shapes(gradient.weights), shapes(gradient.biases)], [[[2, 3]], [[1, 3]]]);
  assert(workspace.gradient === gradient);
});
