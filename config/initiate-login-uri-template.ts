import leven from "leven";
import { advise, text } from "./advice.ts";
import { refusedLoginUri } from "./login-uri.ts";
import { setCommand } from "./settings.ts";

/** What a template may hold in braces (Auth0: Management API, `initiate_login_uri_template`). */
const URI_PLACEHOLDERS = ["organization_name", "organization_id", "connection_name"] as const;

const EXPECTED = "Expected the https URL where end users begin to sign in to the app.";

/** Auth0's limit for the attribute. */
const LONGEST = 1024;

/**
 * `initiateLoginUriTemplate`: like `initiateLoginUri`, with `{organization_name}`, `{organization_id}` and
 * `{connection_name}` for the customer's own. Only Auth0's own Express Configuration needs one; else it may be empty.
 */
export function initiateLoginUriTemplateSchema(stack: string, required: boolean) {
  return text().transform((value, ctx) => {
    const mend = (proposal?: string) => setCommand(stack, "initiateLoginUriTemplate", proposal);
    if (value === "") return required ? advise(ctx, `${EXPECTED} It may hold ${list()}.`, mend()) : value;

    const unknown = [...value.matchAll(/\{([^{}]*)\}/g)].find(
      ([, name]) => !URI_PLACEHOLDERS.some((known) => known === name),
    );
    if (unknown !== undefined) {
      const [placeholder, name = ""] = unknown;
      return advise(
        ctx,
        `${placeholder} is not a placeholder; they are ${list()}.`,
        mend(value.replace(placeholder, `{${nearest(name)}}`)),
      );
    }
    const filled = fill(value);
    if (/[{}]/.test(filled)) return advise(ctx, `${EXPECTED} A brace in it has no partner.`, mend());
    const refusal = refusedLoginUri(value, fill);
    if (refusal !== undefined) return advise(ctx, `${EXPECTED} ${refusal.why}`, mend(refusal.proposal));
    return value.length > LONGEST
      ? advise(ctx, `${EXPECTED} Auth0 takes at most ${LONGEST} characters; this one has ${value.length}.`, mend())
      : value;
  });
}

function list(): string {
  const [first, second, third] = URI_PLACEHOLDERS.map((name) => `{${name}}`);
  return `${first ?? ""}, ${second ?? ""} and ${third ?? ""}`;
}

/** A URL that the template stands for. */
function fill(template: string): string {
  return URI_PLACEHOLDERS.reduce((filled, name) => filled.replaceAll(`{${name}}`, "x"), template);
}

function nearest(name: string): string {
  return URI_PLACEHOLDERS.toSorted((a, b) => leven(a, name) - leven(b, name))[0] ?? name;
}
