// Measures of a page as it stands: what is clipped, what overlaps, what is too small to press.
globalThis.measures = (() => {
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const HIDDEN_ON_PURPOSE = '.visually-hidden, .skip, [aria-hidden=true]';
  const words = (node) => (node.textContent || node.getAttribute('aria-label') || '').trim().slice(0, 60);
  const name = (node) => `${node.tagName.toLowerCase()}.${node.className}`;

  /** Text that sticks out of its box without being told to scroll, to wrap or to end in dots beside a title. */
  function clipped() {
    return [...document.querySelectorAll('body *')]
      .filter((node) => {
        if (!isShown(node) || node.closest(`${HIDDEN_ON_PURPOSE}, svg, select, .leaflet-container`)) return false;
        if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) return false;
        const style = getComputedStyle(node);
        if (style.display === 'inline' || (style.textOverflow === 'ellipsis' && node.closest('[title]'))) return false;
        return /hidden|clip/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
      })
      .map((node) => `${name(node)}: ${words(node)}`);
  }

  /** Neighbours in the flow of one parent that lie on each other by more than two pixels. */
  function overlapping() {
    const found = [];
    for (const parent of document.querySelectorAll('body *')) {
      if (parent.closest(`${HIDDEN_ON_PURPOSE}, svg, .leaflet-container`)) continue;
      const boxes = [...parent.children]
        .filter((node) => {
          const { position, float, display } = getComputedStyle(node);
          const flows = position === 'static' && float === 'none' && !/inline$|contents/.test(display);
          return flows && isShown(node) && node.textContent.trim() && node.getBoundingClientRect().width > 1;
        })
        .map((node) => [node, node.getBoundingClientRect()]);
      for (let i = 1; i < boxes.length; i++) {
        const [[one, a], [other, b]] = [boxes[i - 1], boxes[i]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 2) found.push(`${name(one)} / ${name(other)}: ${words(other)}`);
      }
    }
    return found;
  }

  /** Controls under 24 px each way; links in running text are exempt (WCAG 2.5.8), and so are those that cover a card. */
  function smallTargets() {
    const TEXT = 'p, li, td, dd, dt, th, figcaption, small, span, h1, h2, h3, h4, blockquote';
    return [...document.querySelectorAll('a[href], button, input, select, summary, [role=button], [role=slider]')]
      .filter((node) => {
        if (!isShown(node) || node.closest(HIDDEN_ON_PURPOSE)) return false;
        if (getComputedStyle(node).display === 'inline' && node.closest(TEXT)) return false;
        if (getComputedStyle(node, '::after').position === 'absolute') return false;
        const target = node.matches('input') ? (node.closest('label') ?? node) : node;
        const { width, height } = target.getBoundingClientRect();
        return width < 24 || height < 24;
      })
      .map((node) => `${name(node)} ${Math.round(node.getBoundingClientRect().width)} px wide: ${words(node)}`);
  }

  /** Words of a drawing that stick out of the page. */
  function outside() {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll('svg text')]
      .filter((node) => isShown(node) && !node.closest('.leaflet-container'))
      .filter((node) => {
        const { left, right, width: own } = node.getBoundingClientRect();
        return own > 0 && (left < -1 || right > width + 1);
      })
      .map((node) => words(node));
  }

  /** By how many pixels the page scrolls sideways. */
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

  return { clipped, outside, overlapping, smallTargets, sideways };
})();
