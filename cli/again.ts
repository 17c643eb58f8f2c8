import { quoted } from "../config/shell.ts";

/** Options as commander gives them, by the names of its attributes. */
export type GivenOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * The command line of another run of a command on a stack, for a person to paste: with these options, but for those that
 * are false or absent, and for `--json`, which is no matter of what is done.
 */
export function commandAgain(
  command: string,
  stack: string,
  { stack: _stack, json: _json, ...options }: GivenOptions,
): string {
  const words = Object.entries(options).flatMap(([attribute, value]) => {
    const option = `--${attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined || value === false) return [];
    if (value === true) return [option];
    // One option a value: a list could take the next word for another one.
    return [value].flat().flatMap((one: string) => [option, quoted(one)]);
  });
  return [`npm run ${command} -- --stack ${stack}`, ...words].join(" ");
}
