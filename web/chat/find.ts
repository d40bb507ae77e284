/** Finds a part of the page's own HTML. Throws when it is missing: then page and script are not of one build. */
export function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page lacks ${selector}`);
  return found;
}
