/** The library of native kernels. @module */

export const NATIVE = "native";

export const FOLDER: URL = new URL("../../native/", import.meta.url);

export interface NativeHost {
  readonly name: string;
  readonly variant: string;
  readonly lanes: number;
}

export function nativeHost(): NativeHost | undefined {
  return undefined;
}

export function openNativeHost(): NativeHost {
  throw new Error("Cannot find the native kernels: run `deno task build_native` first");
}
