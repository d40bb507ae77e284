/** What the address carries, taken out of it at once: a reload must not say it again, and nobody should read it there. */

/** The code of an invitation (`?code=…`), to be said first. */
export function takeCode(): string | undefined {
  const url = new URL(location.href);
  const code = url.searchParams.get("code")?.trim() ?? "";
  url.searchParams.delete("code");
  if (url.href !== location.href) history.replaceState(null, "", url);
  return /^[\w-]{1,64}$/.test(code) ? code : undefined;
}

const KEY = "#key=";

/** The key of a single-use link of another channel (`#key=…`). */
export function takeKey(): string | undefined {
  const { hash, pathname, search } = location;
  if (!hash.startsWith(KEY)) return undefined;
  history.replaceState(null, "", pathname + search);
  return hash.slice(KEY.length);
}

/** A link followed in a tab that shows this page already loads nothing by itself. */
export function reloadForKeys(): void {
  addEventListener("hashchange", () => {
    if (location.hash.startsWith(KEY)) location.reload();
  });
}
