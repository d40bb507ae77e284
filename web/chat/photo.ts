/** Makes a phone's photo small enough for a village line. Redrawing it also drops where and when it was taken. */

export interface SmallPhoto {
  /** JPEG, at most 1 MB, as a data URL. */
  readonly photo: string;
  /** JPEG of a few kB, as a data URL. */
  readonly thumb: string;
}

const LONGEST_SIDE = 1_600;
const LARGEST_BYTES = 1_000_000;
const THUMB_SIDE = 240;
const QUALITIES = [0.85, 0.7, 0.55, 0.4] as const;

/** The size that fits a square of `longest` pixels, in proportion; never larger than it was, never below 1 pixel. */
export function fitWithin(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function decode(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function drawJpeg(image: HTMLImageElement, longest: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fitWithin(image.naturalWidth, image.naturalHeight, longest));
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  // JPEG knows no transparency: without this a clear PNG turns black.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

function toDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      if (typeof reader.result === "string") resolve(reader.result);
    });
    reader.addEventListener("error", () => reject(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(blob);
  });
}

/** Scales a picked file down; undefined when the browser cannot read it as a picture. */
export async function shrinkPhoto(file: Blob): Promise<SmallPhoto | undefined> {
  try {
    const image = await decode(file);
    const small = await drawJpeg(image, THUMB_SIDE, 0.6);
    for (let longest = LONGEST_SIDE; longest >= THUMB_SIDE; longest = Math.round(longest * 0.7)) {
      for (const quality of QUALITIES) {
        const blob = await drawJpeg(image, longest, quality);
        if (!blob || !small) return undefined;
        if (blob.size <= LARGEST_BYTES) return { photo: await toDataUrl(blob), thumb: await toDataUrl(small) };
      }
    }
  } catch {
    // Not a picture, or one this browser does not know.
  }
  return undefined;
}
