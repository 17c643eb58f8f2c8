// The two cookies of the login side. The prefix makes browsers hold them to this host, to HTTPS and to the whole of it.
const BROWSER = "__Host-browser";
const SESSION = "__Host-session";

export interface Cookies {
  /** Tells one browser from another while it logs in. */
  readonly browser?: string;
  /** The session's ID. */
  readonly session?: string;
}

export function readCookies(header: string | undefined): Cookies {
  const pairs = new Map(
    (header ?? "")
      .split(";")
      .map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1).trim()]),
  );
  const browser = pairs.get(BROWSER);
  const session = pairs.get(SESSION);
  return { ...(browser === undefined ? {} : { browser }), ...(session === undefined ? {} : { session }) };
}

/** Lax: the way back from a client's page brings them along, a form on somebody else's page does not. */
const cookie = (name: string, value: string): string => `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;

export const browserCookie = (value: string): string => cookie(BROWSER, value);

export const sessionCookie = (value: string): string => cookie(SESSION, value);
