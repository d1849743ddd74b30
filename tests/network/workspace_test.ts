import { assert, assertEquals } from "@std/assert";
import { Workspace } from "../../lib/network/workspace.ts";
import { createEngine, type Matrix, Network } from "../../mod.ts";

const engine = createEngine("reference");
const shapes = (matrices: readonly Matrix[]) =>
  matrices.map(({ rows, columns }) => [rows, columns]);

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
