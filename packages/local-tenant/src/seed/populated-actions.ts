// The login flow of the populated tenant: three actions of other teams, bound in an order that matters to them, and one
// that nobody has bound yet.
import type { Seed } from "./seed.ts";
import { stableUuid } from "./stable-id.ts";

type ActionSeed = NonNullable<Seed["actions"]>[number];

const POST_LOGIN = [{ id: "post-login", version: "v3" }];

const action = (name: string, code: string, more: ActionSeed = {}): ActionSeed => ({
  id: stableUuid(name),
  name,
  supported_triggers: POST_LOGIN,
  runtime: "node22",
  code,
  deploy: true,
  ...more,
});

export const populatedActions = (): Pick<Seed, "actions" | "bindings"> => ({
  actions: [
    action(
      "Block unverified email",
      `exports.onExecutePostLogin = async (event, api) => {
  if (!event.user.email_verified) api.access.deny("Please verify your email address first.");
};
`,
    ),
    action(
      "Add plan to tokens",
      `exports.onExecutePostLogin = async (event, api) => {
  const plan = event.organization?.metadata?.plan ?? "free";
  api.accessToken.setCustomClaim("https://acme.example/plan", plan);
};
`,
    ),
    action(
      "Tell the CRM",
      `exports.onExecutePostLogin = async (event) => {
  if (event.stats.logins_count > 1) return;
  await fetch(event.secrets.CRM_URL, { method: "POST", headers: { authorization: event.secrets.CRM_TOKEN } });
};
`,
      {
        secrets: [
          { name: "CRM_URL", value: "https://crm.acme.example/hooks/first-login" },
          { name: "CRM_TOKEN", value: "an example, not a secret" },
        ],
      },
    ),
    action("Experiment: step-up", "exports.onExecutePostLogin = async () => {};\n", { deploy: false }),
  ],
  bindings: { "post-login": ["Block unverified email", "Add plan to tokens", "Tell the CRM"] },
});
