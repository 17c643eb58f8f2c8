/** Colours that texts of this project use; any other control sequence is not one of theirs. */
const COLOUR = String.raw`\u001b\[(?:0|1|2|22|3[1-6]|39)m`;

/**
 * Characters that steer a terminal or turn the direction of writing: control characters other than tab and line end, marks of
 * direction (Unicode, UAX 9), line separators, the byte order mark.
 */
const STEERING = new RegExp(
  String.raw`(${COLOUR})|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]`,
  "g",
);

/** A text with such characters as escapes (`\u202e`): a name on the tenant cannot change what a person reads. */
export function visible(text: string): string {
  return text.replace(
    STEERING,
    (character, colour: string | undefined) => colour ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
