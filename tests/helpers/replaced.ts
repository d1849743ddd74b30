/** A platform that is other than it is, for a test. @module */

/**
 * Gives globals other values until the end of the scope: `using _ = replaced({ WebAssembly: undefined })`.
 *
 * @param values by the names of globals that there are
 */
export function replaced(values: Readonly<Record<string, unknown>>): Disposable {
  const before = Object.keys(values).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)!] as const
  );
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  return {
    [Symbol.dispose]() {
      for (const [name, descriptor] of before) Object.defineProperty(globalThis, name, descriptor);
    },
  };
}
