import { describe, expect, it } from "vitest";
import { checkPlainCredentials, checkState } from "../../../cli/doctor/state.ts";
import { readState } from "../../../cli/state.ts";

const state = (resources: object[], pending: object[] = []) =>
  readState(JSON.stringify({ deployment: { resources, pending_operations: pending } }));
const reference = (id: string) => ({ urn: `urn:x::${id}`, type: "pulumi:pulumi:StackReference", id });

describe("doctor, of the state", () => {
  it("names the run that takes out a reference under a name from before a rename", () => {
    const own = reference("acme/okta-express/prod");
    for (const stack of ["prod", "acme/prod"]) expect(checkState(stack, "okta-express", state([own]))).toEqual([]);
    for (const [stack, project] of [
      ["renamed", "okta-express"],
      ["prod", "renamed"],
    ] as const) {
      expect(checkState(stack, project, state([own])).map(({ about, mend }) => [about, mend?.at(-1)])).toEqual([
        ["state.reference", `pulumi up --refresh=false --stack ${stack}`],
      ]);
    }
  });

  it("tells operations that a killed engine left, and the way out", () => {
    const pending = [{ type: "creating", resource: { urn: "urn:x::express-oin-client-known-to-okta" } }];
    const [finding, ...others] = checkState("prod", "okta-express", state([], pending));
    expect(others).toEqual([]);
    expect(finding?.says).toContain("creating express-oin-client-known-to-okta");
    expect(finding?.mend).toContain("pulumi refresh --clear-pending-creates --yes --stack prod");
  });

  it("tells credentials in plain text, never their value", () => {
    expect(checkPlainCredentials("prod", []).length).toBe(0);
    expect(checkPlainCredentials("prod", ["auth0:clientSecret"]).map(({ says, mend }) => [says, mend?.at(-1)])).toEqual(
      [
        [
          "auth0:clientSecret is in the stack's configuration in plain text: whoever reads the file can sign in to the tenant as this stack does.",
          "pulumi config set --secret auth0:clientSecret --stack prod",
        ],
      ],
    );
  });
});
