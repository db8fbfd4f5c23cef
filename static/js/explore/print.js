/** Paper has another width than the screen: the map fits itself to it before printing, and back afterwards. */

/** @param {import("./map.js").ExploreMap} map */
export function setUpPrinting(map) {
  const legend = document.getElementById("legend");
  let wasOpen = false;
  /** @type {any} */
  let bounds;
  addEventListener("beforeprint", () => {
    bounds = map.map.getBounds();
    if (legend instanceof HTMLDetailsElement) [wasOpen, legend.open] = [legend.open, true];
  });
  addEventListener("afterprint", () => {
    if (legend instanceof HTMLDetailsElement) legend.open = wasOpen;
    map.map.invalidateSize({ animate: false });
    map.map.fitBounds(bounds, { animate: false });
  });
  // Only once the sheet's rules hold is the size of the paper known.
  matchMedia("print").addEventListener("change", ({ matches }) => {
    if (!matches) return;
    map.map.invalidateSize({ animate: false });
    map.map.fitBounds(bounds ?? map.map.getBounds(), { animate: false });
    map.draw();
  });
}
