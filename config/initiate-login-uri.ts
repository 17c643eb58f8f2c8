import { advise, text } from "./advice.ts";
import { refusedLoginUri } from "./login-uri.ts";
import { setCommand } from "./settings.ts";

const EXPECTED = "Expected the https URL where end users begin to sign in to the app.";

/**
 * `initiateLoginUri`: Okta's tile opens it, so a wrong one shows only when an end user clicks. The guide's own shell
 * quoting stores quote marks in it; those are refused here. Only the guide flavour needs one; else it may be empty.
 */
export function initiateLoginUriSchema(stack: string, required: boolean) {
  return text().transform((value, ctx) => {
    const mend = (proposal?: string) => setCommand(stack, "initiateLoginUri", proposal);
    if (value === "") return required ? advise(ctx, EXPECTED, mend()) : value;
    const refusal = refusedLoginUri(value);
    return refusal === undefined ? value : advise(ctx, `${EXPECTED} ${refusal.why}`, mend(refusal.proposal));
  });
}
