/**
 * SHA-256 (FIPS 180-4) in script: browsers have one only on pages that come by https or from their own machine, and a
 * course and its page may come from another machine of the classroom. @module
 */

import { toHex } from "./bytes.ts";

/** The bytes of a block, and of the number behind the message. */
const [BLOCK_BYTES, LENGTH_BYTES] = [64, 8];

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256InScript(bytes: Uint8Array): string {
  const rest = (bytes.length + 1 + LENGTH_BYTES) % BLOCK_BYTES;
  const padded = new Uint8Array(
    bytes.length + 1 + (BLOCK_BYTES - rest) % BLOCK_BYTES + LENGTH_BYTES,
  );
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - LENGTH_BYTES, 8n * BigInt(bytes.length));
  const primes = firstPrimes(64);
  const rounds = Uint32Array.from(primes, (prime) => rootFraction(prime, 3));
  const state = Uint32Array.from(primes.slice(0, 8), (prime) => rootFraction(prime, 2));
  const words = new Uint32Array(64);
  for (let start = 0; start < padded.length; start += BLOCK_BYTES) {
    for (let k = 0; k < 64; k++) {
      words[k] = k < 16 ? view.getUint32(start + 4 * k) : scheduled(words, k);
    }
    compress(state, words, rounds);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, k) => digest.setUint32(4 * k, word));
  return toHex(new Uint8Array(digest.buffer));
}

/** A word of the message schedule, from those before it (6.2.2, step 1). */
function scheduled(words: Uint32Array, k: number): number {
  const [far, near] = [words[k - 15]!, words[k - 2]!];
  const mixedFar = rotated(far, 7) ^ rotated(far, 18) ^ far >>> 3;
  const mixedNear = rotated(near, 17) ^ rotated(near, 19) ^ near >>> 10;
  return words[k - 16]! + mixedFar + words[k - 7]! + mixedNear;
}

/** Takes the words of a block into the state (6.2.2, steps 2 to 4). */
function compress(state: Uint32Array, words: Uint32Array, rounds: Uint32Array): void {
  const s = state.slice(); // a to h
  for (let k = 0; k < 64; k++) {
    const [a, b, c, e] = [s[0]!, s[1]!, s[2]!, s[4]!];
    const chosen = e & s[5]! ^ ~e & s[6]!;
    const majority = a & b ^ a & c ^ b & c;
    const first = s[7]! + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + chosen + rounds[k]! +
      words[k]!;
    const second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority;
    s.copyWithin(1, 0, 7);
    s[0] = first + second;
    s[4] = s[4]! + first;
  }
  s.forEach((word, k) => state[k] = state[k]! + word);
}

function rotated(word: number, bits: number): number {
  return word >>> bits | word << 32 - bits;
}

/** The first 32 bits behind the point of a square or cube root of a prime (4.2.2, 5.3.3), bit by bit. */
function rootFraction(prime: number, degree: 2 | 3): number {
  const power = (root: bigint) => degree === 2 ? root * root : root * root * root;
  const limit = BigInt(prime) << BigInt(32 * degree);
  let root = 0n;
  for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) {
    if (power(root + bit) <= limit) root += bit;
  }
  return Number(BigInt.asUintN(32, root));
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}
