/** Prints which permissions it has, for the tests of permissions: of each kind all, or those of `ffi` or `net HOST` given. */

const KEYS = {
  read: "path",
  write: "path",
  net: "host",
  run: "command",
  env: "variable",
  sys: "kind",
  ffi: "path",
} as const;
const names = ["read", "write", "net", "run", "env", "ffi", "sys"] as const;
const states = (Deno.args.length === 0 ? names : Deno.args).map((entry) => {
  const [name, value] = entry.split(" ") as [keyof typeof KEYS, string?];
  const descriptor = { name, ...value === undefined ? {} : { [KEYS[name]]: value } };
  return [entry, Deno.permissions.querySync(descriptor as Deno.PermissionDescriptor).state];
});
console.log(JSON.stringify(Object.fromEntries(states)));
