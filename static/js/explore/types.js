/**
 * The shapes of what the server sends to the map; `dashboard/explore/mapdata.py` writes them.
 *
 * @typedef {object} Cell one mark: everything in one cell of the zoom level
 * @property {string} key
 * @property {number} lat
 * @property {number} lon
 * @property {Record<string, number>} counts counted attacks by kind
 * @property {number} responses
 * @property {number} unclaimed_strikes
 * @property {number} only_province of the counted attacks: known only to the province
 * @property {string[]} places slugs of bases, busiest first
 * @property {string[]} provinces codes of provinces whose area is meant
 * @property {string} public_id set when there is a single record
 * @property {number} records of every role
 * @property {number} at_bases of the records: those at one of the bases
 * @property {number} vague of the records: those known only to the province
 * @property {string} words what the mark says aloud
 * @property {string} answer_words the same for its responses
 * @property {string} place_words where it is
 * @property {string} label the short name beside it
 *
 * @typedef {import("../map/spread.js").Disc & {key: string, cell: Cell, drawn: any, at: any, words: string}} Mark a disc with what it
 *   stands for
 *
 * @typedef {import("../map/around.js").Around & {public_id: string}} Selected the chosen record
 *
 * @typedef {object} MapData
 * @property {number} zoom the zoom level of the cells
 * @property {[number, number, number, number] | null} bbox west, south, east, north that the cells cover; null: everything
 * @property {Cell[]} cells
 * @property {Record<string, import("../map/around.js").Around>} [around] by public id, for marks of a single record seen from near
 * @property {Record<string, number>} provinces counted attacks by province code
 * @property {Selected | null} selected
 */

export {};
