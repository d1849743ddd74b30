/** Prints which libraries it may not open, whether they are there or not. @module */

const refused = Deno.args.filter((path) => {
  try {
    Deno.dlopen(path, {}).close();
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotCapable;
  }
});
console.log(JSON.stringify(refused));
