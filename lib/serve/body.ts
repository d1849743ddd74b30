/** The bodies of requests: read up to a limit of bytes, each in time, all together in bounded memory. @module */

import { within } from "./clock.ts";
import { BODIES, type Limits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** Reads bodies; counts the bytes of those that are in memory. */
export class Bodies {
  readonly #limits: Limits;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Reads a body and uses its text; its bytes count until that is done.
   * @throws {Refusal} if it has too many bytes, does not come in time or is no UTF-8, or too many others are in memory
   */
  async use<T>(request: Request, use: (text: string) => T | Promise<T>): Promise<T> {
    const { bytes: limit, seconds } = this.#limits;
    const length = request.headers.get("content-length");
    const declared = length === null ? limit : Number(length);
    if (declared > limit) throw tooLarge(limit);
    if (this.#bytes + declared > BODIES * limit) {
      throw new Refusal(503, "Cannot take more requests now: expected a later try");
    }
    this.#bytes += declared;
    try {
      const late = () => new Refusal(408, `Cannot wait for the body: expected it in ${seconds} s`);
      const bytes = length === null ? readAtMost(request, limit) : request.arrayBuffer();
      const whole = await within(seconds * 1000, bytes, late).catch(ended);
      return await use(decoded(whole));
    } finally {
      this.#bytes -= declared;
    }
  }
}

/** Refuses a body whose sender is gone. */
function ended(error: unknown): never {
  if (error instanceof Refusal) throw error;
  throw new Refusal(400, "Cannot read the body: it ended early");
}

function tooLarge(limit: number): Refusal {
  return new Refusal(413, `Cannot take the body: expected ${limit} bytes at most`);
}

/** Reads a body that comes without its length. */
async function readAtMost({ body }: Request, limit: number): Promise<ArrayBuffer> {
  let bytes = 0;
  const limited = body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, output) {
        bytes += chunk.length;
        if (bytes > limit) throw tooLarge(limit);
        output.enqueue(chunk);
      },
    }),
  );
  return await new Response(limited as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function decoded(bytes: ArrayBuffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refusal(400, "Cannot read the body: expected text in UTF-8");
  }
}
