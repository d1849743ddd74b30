/** A Worker, as docs/serve.md has it. */

import { createApp } from "@inkling/inkling/serve";
import { kindsModel } from "./served_fixture.ts";

export default createApp({ kinds: kindsModel() });
