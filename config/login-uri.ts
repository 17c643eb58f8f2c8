import { unquote } from "./advice.ts";

/** Why a login URI cannot be used, and the value that was probably meant. */
export interface Refusal {
  readonly why: string;
  readonly proposal?: string | undefined;
}

/**
 * What is wrong with the https URL where end users begin to sign in; undefined where nothing is. `asUrl` gives the URL
 * that a value stands for: itself, or a template with its placeholders filled in.
 */
export function refusedLoginUri(value: string, asUrl: (value: string) => string = (uri) => uri): Refusal | undefined {
  if (unquote(value) !== value) {
    return {
      why: "Quote marks or spaces around it would become part of the URL.",
      proposal: unquote(value).replace(/[\s"'`]/g, ""),
    };
  }
  const text = asUrl(value);
  if (!URL.canParse(text) || /[\s"'`<>]/.test(text)) return { why: "This is not a URL." };

  const url = new URL(text);
  // A template's own text, not the URL it stands for, is what can be proposed.
  const plain = text === value ? `https://${url.host}${url.pathname}${url.search}` : undefined;
  if (url.protocol !== "https:")
    return { why: "This one is not https.", proposal: url.host === "" ? undefined : plain };
  if (url.username !== "" || url.password !== "") return { why: "This one carries credentials.", proposal: plain };
  if (url.hash !== "") return { why: "This one has a fragment (#), which Auth0 does not allow.", proposal: plain };
  return undefined;
}
