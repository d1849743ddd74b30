/** An engine whose workers end with the scope: `using engine = closing(createEngine("auto", { workers: 2 }))`. */
export function closing<Engine extends { close(): void }>(engine: Engine): Engine & Disposable {
  return Object.assign(engine, { [Symbol.dispose]: () => engine.close() });
}
