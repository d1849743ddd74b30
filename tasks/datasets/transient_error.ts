/** A failure of the moment, such as a busy server or a broken connection: the same request may succeed a little later. */
export class TransientError extends Error {
  override readonly name = "TransientError";
}
