// The page of a factor: nothing is sent to a telephone or an address; the person says how it goes.
import type { LoginReply } from "../core/server.ts";
import { FACTORS, type FactorPrompt } from "./factors.ts";
import { html } from "./html.ts";
import { page, toClient, type PageFrame } from "./pages.ts";

/** What the button that does not pass sends. */
export const FAIL = "fail";

export function factorPage(
  { branding, clientName, action, error }: PageFrame,
  { kind, factors }: FactorPrompt,
): LoginReply {
  const challenged = kind === "challenge";
  const verb = challenged ? "Pass with" : "Enroll";
  const content = html`<p>
      ${challenged ? "Another factor is asked for." : "A factor is to be enrolled."} Nothing is sent: say how it goes.
    </p>
    <form method="post" action="${action}">
      ${factors.map((type, i) => html`<button type="submit" name="factor" value="${type}" ${i === 0 ? html` class="primary"` : ""}>${verb} ${FACTORS[type].words}</button>`)}
      <button type="submit" name="factor" value="${FAIL}">Fail</button>
    </form>`;
  const title = challenged ? "Verify your identity" : "Secure your account";
  return page(branding, { title, intro: toClient(clientName), content, error });
}
