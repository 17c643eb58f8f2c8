// As much of DER (X.690) as a certificate needs: what is written comes out as bytes.

export type Der = Buffer;

/** Tags of the types below. */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Lengths from 128 are preceded by how many bytes they have. */
function tagged(tag: number, content: Buffer): Der {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = Buffer.from(length.toString(16).padStart(length < 0x100 ? 2 : length < 0x1_0000 ? 4 : 6, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content]);
}

export const sequence = (...items: readonly Der[]): Der => tagged(TAG.sequence, Buffer.concat(items));
export const set = (...items: readonly Der[]): Der => tagged(TAG.set, Buffer.concat(items));
export const nothing = (): Der => tagged(TAG.null, Buffer.alloc(0));
export const yes = (): Der => tagged(TAG.boolean, Buffer.from([0xff]));
export const text = (value: string): Der => tagged(TAG.utf8String, Buffer.from(value));
export const octets = (content: Buffer): Der => tagged(TAG.octetString, content);

/** A number that is not negative, as its bytes: one before them says so where their first bit is set. */
export const integer = (bytes: Buffer): Der =>
  tagged(TAG.integer, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

/** @param unused how many bits of the last byte do not count */
export const bits = (content: Buffer, unused = 0): Der =>
  tagged(TAG.bitString, Buffer.concat([Buffer.from([unused]), content]));

/** `[number]`: of a context of its own, around other types or, where it is `primitive`, around bytes. */
export const context = (number: number, content: Buffer, primitive = false): Der =>
  tagged(0x80 | (primitive ? 0 : 0x20) | number, content);

/** `1.2.840.113549`: the first two numbers share a byte, the others have seven bits a byte. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...others] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second, ...others].flatMap((number) => {
    const digits = [number & 0x7f];
    for (let rest = number >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
    return digits;
  });
  return tagged(TAG.oid, Buffer.from(bytes));
}

/** RFC 5280, 4.1.2.5: two digits of the year up to 2049, four from then on. */
export function time(at: number): Der {
  const digits = new Date(at).toISOString().replaceAll(/\.\d+|\D/g, "");
  return digits < "2050"
    ? tagged(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`))
    : tagged(TAG.generalizedTime, Buffer.from(`${digits}Z`));
}
