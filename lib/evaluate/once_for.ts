/** What is made once for each network: an engine's memory only grows, so that matrices made at every call would fill it. @module */

/** Makes something for a key at the first call, and gives it back at the later ones, as long as the key lives. */
export function onceFor<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new WeakMap<Key, { readonly value: Made }>();
  return (key) => {
    let entry = made.get(key);
    if (entry === undefined) made.set(key, entry = { value: make(key) });
    return entry.value;
  };
}
