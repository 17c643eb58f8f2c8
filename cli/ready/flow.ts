import { type Finding, notice, problem } from "../findings.ts";
import type { Needs } from "./needs.ts";
import type { TenantReading } from "./reading.ts";

/** Whether the stack's own Actions run, with this project's code; and what other teams' Actions may do to an admin. */
export function flowFindings({ flow, deployed }: TenantReading, { stack, actions }: Needs): Finding[] {
  const unbound = actions.filter(({ name }) => !flow.includes(name)).map(({ name }) => name);
  const changed = actions
    .filter(({ name, code }) => flow.includes(name) && deployed[name] !== undefined && deployed[name] !== code)
    .map(({ name }) => name);
  return [
    ...(unbound.length === 0
      ? []
      : [
          problem(
            "action",
            `${unbound.join(", ")} is not in the post-login flow, so that Okta's token carries no claims. This binds it:`,
            [`pulumi up --stack ${stack}`],
          ),
        ]),
    ...(changed.length === 0
      ? []
      : [
          problem(
            "action.code",
            `What ${changed.join(", ")} runs at logins is not this project's code, so that Okta's token may lack its claims. What to do is told by:`,
            [`npm run audit -- --stack ${stack}`],
          ),
        ]),
    ...otherActions(
      flow.filter((name) => !actions.some((own) => own.name === name)),
      deployed,
    ),
  ];
}

/** What of an Action's code stops a login or asks for more, in plain words. */
const DOINGS: readonly (readonly [code: RegExp, does: string])[] = [
  [/\bapi\.access\.deny\b/, "may deny the login"],
  [/\bapi\.(multifactor\.enable|authentication\.(challengeWith|enrollWith)\w*)\b/, "may ask for MFA"],
  [/\bapi\.redirect\.sendUserTo\b/, "may send the admin elsewhere"],
];

/** Told by the calls in their code: whom they concern is not worked out. */
function otherActions(names: readonly string[], deployed: TenantReading["deployed"]): Finding[] {
  if (names.length === 0) return [];
  const told = names.map((name) => {
    const doings = DOINGS.filter(([code]) => code.test(deployed[name] ?? "")).map(([, does]) => does);
    return { name, doings: deployed[name] === undefined ? ["was not read"] : doings };
  });
  const standing = told.filter(({ doings }) => doings.length > 0);
  const passing = told.filter(({ doings }) => doings.length === 0).map(({ name }) => name);
  const says = [
    ...standing.map(({ name, doings }) => `${name} ${doings.join(" and ")}.`),
    ...(passing.length === 0 ? [] : [`No call that stops a login is in ${passing.join(", ")}.`]),
  ];
  return [
    notice("action.others", `Other post-login Actions run for an Okta admin too. ${says.join(" ")}`, undefined, {
      actions: told,
    }),
  ];
}
