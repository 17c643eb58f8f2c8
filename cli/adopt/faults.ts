import { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { apiCommand } from "../../config/shell.ts";
import { type Finding, notice } from "../findings.ts";
import { type Found, ownBindings } from "./found.ts";

/** What the guide's own commands leave wrong on a tenant, as far as it can be seen. */
export function guideFaults(found: Found, initiateLoginUri: string, stack: string): Finding[] {
  return [...quotedLoginUri(found, initiateLoginUri), ...audienceFromQuery(found), ...unboundActions(found, stack)];
}

/** `-s "SERVICE_INIT_LOGIN_URL='$SERVICE_INIT_LOGIN_URL'"` stores the quote marks too. */
function quotedLoginUri({ action }: Found, initiateLoginUri: string): Finding[] {
  if (!(action?.secrets ?? []).some(({ name }) => name === "SERVICE_INIT_LOGIN_URL")) return [];
  return [
    notice(
      "guide.login-uri",
      `Okta's guide stores the login URI (secret SERVICE_INIT_LOGIN_URL) with quote marks around it, so that Okta's tile opens a broken link. Secrets cannot be read; up sets it to ${initiateLoginUri}.`,
      undefined,
      { actionId: action?.id },
    ),
  ];
}

/** The guide's code, by the two things that it does differently from this project's. */
function audienceFromQuery({ action }: Found): Finding[] {
  const code = action?.code ?? "";
  if (!/event\s*\.\s*request\s*\.\s*query\s*\.\s*audience/.test(code) || /resource_server/.test(code)) return [];
  return [
    notice(
      "guide.audience",
      "The Action knows the API that is asked for from the query only: it lets a login by form or by pushed request through without Okta's claims. up replaces its code.",
      undefined,
      {
        actionId: action?.id,
      },
    ),
  ];
}

/** The guide's binding step replaces the whole post-login flow. */
function unboundActions(found: Found, stack: string): Finding[] {
  const own = ownBindings(found);
  if (own.length === 0 || found.flow.length > own.length) return [];
  const bound = new Set(found.flow.map(({ action }) => action?.id));
  const unbound = found.postLoginActions.filter(
    ({ id, deployed_version }) => !bound.has(id) && deployed_version !== undefined && deployed_version !== null,
  );
  if (unbound.length === 0) return [];
  const bindings = [
    ...unbound.map(({ id, name }) => ({ ref: { type: "action_id", value: id }, display_name: name })),
    ...own.map(({ action, display_name }) => ({ ref: { type: "action_id", value: action?.id }, display_name })),
  ];
  return [
    notice(
      "guide.unbound-actions",
      `The Action is alone in the post-login flow, and ${unbound.length === 1 ? "a deployed action is" : `${unbound.length} deployed actions are`} bound to nothing: ${unbound.map(({ name }) => `"${name ?? ""}"`).join(", ")}. ` +
        "The guide's binding step unbinds all others; the stack does not bind them again, since it cannot know which were bound, and in which order.",
      [
        "To bind all of them, in this order:",
        apiCommand(stack, "patch", `actions/triggers/${POST_LOGIN_ACTION.trigger}/bindings`, { bindings }),
      ],
      { unbound: unbound.map(({ id, name }) => ({ id, name })) },
    ),
  ];
}
