/** Runs in the page: controls without a name or below 44 pixels, fields without a label, text below 4.5 : 1. */
export function findWeakPlaces(): string[] {
  const seen = (element: Element) => element.getClientRects().length > 0 && !element.closest(".unseen, :disabled");
  const all = Array.from(document.querySelectorAll("body *")).filter(seen);
  const name = (element: Element) => (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
  const controls = all.filter((element) => element.matches("button, textarea"));
  const nameless = controls.filter((e) => name(e) === "" && !(e instanceof HTMLTextAreaElement && e.labels.length > 0));
  const small = controls.filter(
    (e) => Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 44,
  );

  const light = (css: string) => {
    const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element: Element | null): string => {
    const color = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
    return color.endsWith(", 0)") ? ground(element?.parentElement ?? null) : color;
  };
  const pale = all.filter((element) => {
    const own = Array.from(element.childNodes).some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    return own && (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  });
  const tell = (kind: string) => (element: Element) => `${kind}: ${element.outerHTML.slice(0, 120)}`;
  return [...nameless.map(tell("no name")), ...small.map(tell("small")), ...pale.map(tell("pale"))];
}
