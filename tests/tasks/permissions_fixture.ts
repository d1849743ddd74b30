/** Prints which permissions it has, for the tests of the permission sets. */

const names = ["read", "write", "net", "run", "env", "ffi", "sys"] as const;
const states = names.map((name) => [name, Deno.permissions.querySync({ name }).state]);
console.log(JSON.stringify(Object.fromEntries(states)));
