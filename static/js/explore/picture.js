/** The picture of the current view, which the server draws: as it is, or as PNG for those who need dots. */

import { withParams } from "./address.js";

/** Dots per unit of the drawing, so that a PNG stays sharp on paper. */
const SHARPNESS = 2;

/**
 * Links with `data-picture` lead to the section of the map that is seen.
 * @param {() => string} bbox west,south,east,north of the view; "" without a map
 */
export function setUpPictures(bbox) {
  document.addEventListener("click", async (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-picture]");
    if (!(link instanceof HTMLAnchorElement)) return;
    const address = new URL(link.href);
    address.search = withParams(address.search, { bbox: bbox() || null });
    link.href = address.href;
    if (link.dataset.picture !== "png") return;
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    try {
      await save(await pngOf(address.href));
    } catch {
      location.assign(address.href); // What cannot be turned into dots is still to be had as it is.
    } finally {
      link.removeAttribute("aria-busy");
    }
  });
}

/** @param {string} address @returns {Promise<Blob>} */
async function pngOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await response.text())}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * SHARPNESS, image.naturalHeight * SHARPNESS];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}

/** @param {Blob} blob */
async function save(blob) {
  const link = document.createElement("a"), address = URL.createObjectURL(blob);
  link.href = address;
  link.download = "iraq-attack-record.png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
