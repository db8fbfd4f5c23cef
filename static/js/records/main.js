/** What the pages of single records do in the browser: the small map and the copy button. Everything else is there without. */

import { readJson } from "../dom.js";
import { drawPlace } from "./place.js";
import { wireCopy } from "./copy.js";

const box = document.getElementById("map");
const place = readJson("place-data");
if (box && place) drawPlace(box, place);
for (const cite of document.querySelectorAll("[data-cite]")) wireCopy(cite);
