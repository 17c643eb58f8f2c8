// Whether a host answers, decided quickly: a machine without internet must not wait for it.

/** Long enough for a slow connection's handshake, short enough not to be noticed before minutes of building. */
const TIMEOUT_MS = 3_000;

/** Undefined where the URL's host answers at all; else in a few words why not. */
export async function whyUnreachable(url: string, timeoutMs = TIMEOUT_MS): Promise<string | undefined> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(timeoutMs) });
    return response.ok ? undefined : `${host} answers ${response.status}`;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError")
      return `${host} did not answer within ${timeoutMs / 1_000} s`;
    const cause = error instanceof Error ? error.cause : undefined;
    return `${host} cannot be reached${cause instanceof Error ? ` (${cause.message})` : ""}`;
  }
}
