/** Tries to import what no lock holds, and prints what came of it. */

const specifiers = ["https://esm.sh/is-odd@3.0.1", "jsr:@std/ulid@1.0.0", "npm:is-odd@3.0.1"];
for (const specifier of specifiers) {
  const outcome = await import(specifier).then(() => "came", () => "refused");
  console.log(`${specifier} ${outcome}`);
}
