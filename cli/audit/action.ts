import type { Management } from "auth0";
import { POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { apiCommand, quoted } from "../../config/shell.ts";
import { bindingsOf } from "../../tenant/bindings.ts";
import { type Finding, problem } from "../findings.ts";
import type { Reading } from "./reading.ts";
import type { OwnAction, ExpectedState } from "./expected-state.ts";

/** What runs at logins is the deployed version; a preview compares the draft. */
export function deployedCode({ actions }: Reading, { actions: own, stack }: ExpectedState): Finding[] {
  return own.flatMap((ours) => {
    const action = actions.find(({ id }) => id !== undefined && id === ours.id);
    return judgeCode(action, ours, stack);
  });
}

function judgeCode(
  action: Management.Action | undefined,
  { id, name, code, without }: OwnAction,
  stack: string,
): Finding[] {
  const about = "action.deployed-code";
  if (action === undefined || id === undefined) {
    return [
      problem(about, `The Action ${name} is gone: ${without}.`, ["This makes it anew:", `pulumi up --stack ${stack}`]),
    ];
  }
  const deploy = ["This deploys the draft:", apiCommand(stack, "post", `actions/actions/${id}/deploy`)];
  const up = ["This puts this project's code back and deploys it:", `pulumi up --stack ${stack}`];
  const deployed = action.deployed_version;
  if (deployed === undefined || deployed === null) {
    return [problem(about, `The Action ${name} is not deployed: it does not run.`, deploy, { actionId: id })];
  }

  const draftIsOurs = action.code === code;
  const details = { actionId: id, deployedVersion: deployed.id, deployedAt: deployed.built_at ?? deployed.created_at };
  if (deployed.code !== action.code) {
    const whose =
      deployed.code === code
        ? "what runs is this project's, the draft is not"
        : draftIsOurs
          ? "the draft is this project's, what runs is not"
          : "neither is this project's";
    return [
      problem(
        about,
        `What the Action ${name} runs at logins is not its draft: ${whose}.`,
        draftIsOurs ? deploy : up,
        details,
      ),
    ];
  }
  if (!draftIsOurs)
    return [problem(about, `What the Action ${name} runs at logins is not this project's code.`, up, details)];
  if (action.all_changes_deployed === false) {
    return [
      problem(
        "action.undeployed-changes",
        `The draft of the Action ${name} has changes beside the code (secrets, dependencies, runtime) that are not deployed.`,
        deploy,
        details,
      ),
    ];
  }
  return [];
}

/** How far the clocks of Auth0 and of the machine that ran `up` may be apart, in milliseconds. */
const CLOCK_TOLERANCE = 60_000;

/**
 * Secret values cannot be read, but their names and when they were set can: the stack writes all of them in one request, so
 * that one with another time, or a later one than the stack's last write, was set by somebody else.
 */
export function secrets({ actions }: Reading, { actions: own, stack }: ExpectedState): Finding[] {
  return own.flatMap((ours) => {
    const action = actions.find(({ id }) => id !== undefined && id === ours.id);
    return action === undefined ? [] : judgeSecrets(action, ours, stack);
  });
}

function judgeSecrets(action: Management.Action, ours: OwnAction, stack: string): Finding[] {
  const times = (action.secrets ?? []).map(({ name = "", updated_at }) => ({
    name,
    at: Date.parse(String(updated_at)),
  }));
  const lacking = ours.secrets.filter((secret) => !times.some(({ name }) => name === secret));
  if (lacking.length > 0) {
    return [
      problem(
        "action.secrets",
        `The Action ${ours.name} lacks ${lacking.length === 1 ? "a secret that its code reads" : "secrets that its code reads"}, ${lacking.join(", ")}: ${ours.without}.`,
        setAgain(ours, stack),
        { actionId: ours.id, lacking },
      ),
    ];
  }
  const first = Math.min(...times.map(({ at }) => at));
  const latestOfOurs = ours.written === undefined ? Infinity : Date.parse(ours.written) + CLOCK_TOLERANCE;
  const changed = times.filter(({ at }) => at > first || at > latestOfOurs);
  if (changed.length === 0) return [];
  const names = changed.map(({ name }) => name).join(", ");
  return [
    problem(
      "action.secrets",
      `${changed.length === 1 ? "A secret" : "Secrets"} of the Action ${ours.name} changed since the stack set ${changed.length === 1 ? "it" : "them"}: ${names}.`,
      setAgain(ours, stack),
      {
        actionId: ours.id,
        secrets: changed.map(({ name, at }) => ({ name, updatedAt: new Date(at).toISOString() })),
        ...(ours.written === undefined ? {} : { setByStack: ours.written }),
      },
    ),
  ];
}

/** An `up` sends secrets only when it believes that something of the Action changed. */
function setAgain({ flavour, id = "", urn = "" }: OwnAction, stack: string): string[] {
  const says = "To have the stack set all of them again:";
  if (flavour === "native")
    return [
      `${says} delete the Action, and have it made anew (at the end of the flow):`,
      apiCommand(stack, "delete", `actions/actions/${id}?force=true`),
      `pulumi up --stack ${stack}`,
    ];
  // Forced: the protected mark of what Okta knows depends on the Action. Each with its --yes: a question would take the next line for its answer.
  return [
    says,
    `pulumi state delete ${quoted(urn)} --target-dependents --force --yes --stack ${stack}`,
    `npm run adopt -- --stack ${stack} --yes`,
    `pulumi up --stack ${stack}`,
  ];
}

/** `auth0.TriggerAction` looks for one binding and stops at the first. */
export function bindings({ bindings: flow }: Reading, { actions, stack }: ExpectedState): Finding[] {
  return actions.flatMap((ours) => (ours.id === undefined ? [] : judgeBindings(flow, ours, stack)));
}

function judgeBindings(flow: Reading["bindings"], { id, name }: OwnAction, stack: string): Finding[] {
  const own = bindingsOf(flow, id);
  if (own.length === 1) return [];
  if (own.length === 0) {
    return [
      problem("action.bindings", `The Action ${name} is not bound to the post-login flow: it does not run.`, [
        "This binds it again:",
        `pulumi up --stack ${stack}`,
      ]),
    ];
  }
  const [first, ...further] = own;
  const kept = flow.filter((binding) => !further.includes(binding)).map(asInput);
  return [
    problem(
      "action.bindings",
      `The Action ${name} is bound to the post-login flow ${own.length} times (${own.map(({ display_name }) => `"${display_name ?? ""}"`).join(", ")}): it runs as often at each login.`,
      [
        "To leave the first, and all others of the flow:",
        apiCommand(stack, "patch", `actions/triggers/${POST_LOGIN_ACTION.trigger}/bindings`, { bindings: kept }),
      ],
      { actionId: id, bindings: own.map((binding) => binding.id), keep: first?.id },
    ),
  ];
}

function asInput({ action, display_name }: Management.ActionBinding) {
  return { ref: { type: "action_id", value: action?.id }, display_name };
}
