/** Photos: checked by content, size-capped, and put away sealed under `DATA_DIR/photos`; only their ids travel. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Sealed } from "#core/fields.js";
import type { AppDeps } from "./deps.js";

export const PHOTO_BYTES = 5 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"] as const;
type PhotoType = (typeof TYPES)[number];

export type Kept =
  | { readonly type: "kept"; readonly photo: string }
  | { readonly type: "refused"; readonly why: "too-big" | "no-photo" };

/** Where a photo belongs, and who sent it. */
export interface PhotoOf {
  readonly office: string;
  readonly person: string | null;
}

export interface Photos {
  /** Puts away a data URL `data:image/…;base64,…`. The content decides what it is, not its label. */
  keep(dataUrl: string, of: PhotoOf): Promise<Kept>;
  /** Puts away a photo as it came from a network, by the same rules. */
  keepBytes(bytes: Buffer, of: PhotoOf): Promise<Kept>;
  /** The bytes, opened; null when there is no such photo. */
  read(photo: string): Promise<{ bytes: Buffer; type: PhotoType } | null>;
}

export function createPhotos(deps: Pick<AppDeps, "store" | "vault" | "clock" | "ids"> & { dir: string }): Photos {
  const fileOf = (photo: string): string => join(deps.dir, `${photo}.sealed`);
  async function keepBytes(bytes: Buffer, { office, person }: PhotoOf): Promise<Kept> {
    if (bytes.length > PHOTO_BYTES) return { type: "refused", why: "too-big" };
    const { fileTypeFromBuffer } = await import("file-type");
    const found = await fileTypeFromBuffer(bytes);
    const type = TYPES.find((one) => one === found?.mime);
    if (!type) return { type: "refused", why: "no-photo" };
    // named by content: sending the same photo again keeps it once
    const photo = createHash("sha256").update(office).update(bytes).digest("hex").slice(0, 32);
    await mkdir(deps.dir, { recursive: true, mode: 0o700 });
    const file = fileOf(photo);
    // a part of its own: the same photo may be coming in twice at once
    const part = `${file}.${deps.ids.id()}.part`;
    await writeFile(part, deps.vault.seal(bytes.toString("base64")), { mode: 0o600 });
    await rename(part, file);
    const doc = { _id: photo, version: 1, office, type, bytes: bytes.length, by: person, at: deps.clock.now() };
    await deps.store.photos.insert(doc);
    return { type: "kept", photo };
  }

  return {
    async keep(dataUrl, of) {
      const encoded = /^data:image\/[a-z]+;base64,([A-Za-z0-9+/=]+)$/.exec(dataUrl)?.[1];
      if (encoded === undefined) return { type: "refused", why: "no-photo" };
      return keepBytes(Buffer.from(encoded, "base64"), of);
    },
    keepBytes,
    async read(photo) {
      const doc = await deps.store.photos.get(photo);
      if (!doc) return null;
      const sealed = Sealed.parse(await readFile(fileOf(photo), "utf8"));
      return { bytes: Buffer.from(deps.vault.open(sealed), "base64"), type: doc.type };
    },
  };
}

/** How long a link to a photo is good. */
const LINK_MS = 7 * 86_400_000;

/** A link to one photo, for those who are told of it; null when there is no such photo. */
export async function makePhotoLink(
  deps: Pick<AppDeps, "store" | "vault" | "clock" | "ids">,
  photo: string,
): Promise<string | null> {
  const doc = await deps.store.photos.get(photo);
  if (!doc) return null;
  const token = deps.ids.secret();
  await deps.store.sessions.insert({
    _id: deps.vault.blind("session", token),
    version: 1,
    office: doc.office,
    use: "photo-link",
    subject: photo,
    about: null,
    expiresAt: deps.clock.now() + LINK_MS,
  });
  return `/photo/${token}`;
}
