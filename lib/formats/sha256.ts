/** SHA-256 by the platform, as hexadecimal digits. @module */

import { toHex } from "./bytes.ts";

/** Whether the platform has SHA-256 here: browsers have it only on pages that come by https or from localhost. */
export function hasSha256(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/**
 * The SHA-256 of bytes, in hexadecimal.
 * @throws {Error} if there is none here, see {@linkcode hasSha256}
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (!hasSha256()) {
    throw new Error(
      "Cannot compute a SHA-256: browsers have it only on pages that come by https or from localhost",
    );
  }
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return toHex(new Uint8Array(digest));
}
