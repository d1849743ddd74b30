/** Softmax as `../../../network/activations.ts` has it: its sums are float64, in order. */

import { exp } from "./elementary";
import { restoreTail } from "./lanes";

/** a = softmax(z), in place, of each row. */
export function activateSoftmax(z: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++) {
    const end = z + (<usize>columns << 2);
    let largest: f32 = -Infinity;
    for (let at = z; at < end; at += 4) largest = max(largest, load<f32>(at));
    const most = f32x4.splat(largest);
    const beyond = v128.load(end);
    let at = z;
    for (; at < end; at += 16) v128.store(at, exp(f32x4.sub(v128.load(at), most)));
    restoreTail(end, at, beyond);
    let sum: f64 = 0;
    for (let at = z; at < end; at += 4) sum += <f64>load<f32>(at);
    for (let at = z; at < end; at += 4) store<f32>(at, <f32>(<f64>load<f32>(at) / sum));
    z = end;
  }
}
