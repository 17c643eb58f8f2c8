import { readFileSync } from "node:fs";
import { extname } from "node:path";

/** What browsers show in an `img`, by a file's extension. */
const TYPES: Readonly<Record<string, string>> = {
  ".gif": "image/gif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
};

/** Bytes: what is embedded makes every copy of the page larger. */
const LARGEST = 500_000;
const WITHIN_MS = 5_000;

/** A picture file as a data URI. Throws an Error that says what is wrong with it. */
export function logoFromFile(file: string): string {
  const type = TYPES[extname(file).toLowerCase()];
  if (type === undefined) throw new Error(`expected a picture: ${Object.keys(TYPES).join(", ")}`);
  return dataUri(type, readFileSync(file));
}

/** The app's logo as the tenant names it, fetched and as a data URI. Throws an Error that says why it cannot be had. */
export async function logoFromUrl(url: string): Promise<string> {
  if (!url.startsWith("https://")) throw new Error("its address is not https");
  const answer = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) });
  const type = answer.headers.get("content-type")?.split(";", 1)[0]?.trim() ?? "";
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  if (!Object.values(TYPES).includes(type))
    throw new Error(`it is ${type === "" ? "of no type" : type}, not a picture`);
  return dataUri(type, Buffer.from(await answer.arrayBuffer()));
}

function dataUri(type: string, bytes: Buffer): string {
  if (bytes.length > LARGEST) throw new Error(`it has ${bytes.length} bytes, expected at most ${LARGEST}`);
  return `data:${type};base64,${bytes.toString("base64")}`;
}
