/** The four tabs of narrow screens; the tab stands behind "#" in the address, so that going back finds it again. */

const TABS = ["map", "timeline", "list", "filters"];

/**
 * @param {(tab: string) => void} onShow called after a tab is shown
 * @returns {{show: (tab: string) => void}} shows a tab as if its button had been pressed
 */
export function setUpTabs(onShow) {
  const buttons = [...document.querySelectorAll("[data-goto]")].filter((node) => node instanceof HTMLElement);

  /** @param {string} tab @param {boolean} isRemembered */
  function show(tab, isRemembered) {
    document.body.dataset.tab = tab;
    for (const button of buttons) {
      if (button.dataset.goto === tab) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (isRemembered) history.replaceState(history.state, "", `${location.pathname}${location.search}#${tab}`);
    onShow(tab);
  }

  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.goto ?? "map", true));
  const wanted = location.hash.slice(1);
  if (TABS.includes(wanted)) show(wanted, false);
  return { show: (tab) => show(tab, true) };
}
