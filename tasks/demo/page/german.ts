/** The texts of the page's scripts in German, loaded where they are used. @module */

import { answer, digits, picture, settings, table, training } from "../../texts/de.ts";
import type { OtherTexts } from "./page_texts.ts";

export const german: OtherTexts = { answer, digits, picture, settings, table, training };
