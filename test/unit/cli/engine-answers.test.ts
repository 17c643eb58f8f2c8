/** What the engine answers, and how findings are told. */
import { describe, expect, it } from "vitest";
import { findingsText, hasProblems, notice, ok, problem, summary } from "../../../cli/findings.ts";
import { isClean, readPreview } from "../../../cli/preview.ts";
import { ofType, readState } from "../../../cli/state.ts";
import { hasColour, paletteOf } from "../../../cli/terminal.ts";
import { projectPath } from "../../../cli/user-path.ts";

const answer = (preview: unknown, exitCode = 0, stderr = "") =>
  readPreview({ exitCode, stdout: JSON.stringify(preview), stderr });
const urn = (type: string, name: string) =>
  `urn:pulumi:prod::okta-express::okta-express:index:ExpressConfiguration$${type}::${name}`;

describe("a preview", () => {
  it("is clean where every resource stays", () => {
    const preview = answer({
      steps: [
        { op: "same", urn: urn("auth0:index/role:Role", "role") },
        { op: "refresh", urn: urn("auth0:index/role:Role", "role") },
      ],
    });
    expect(preview).toEqual({ steps: [], errors: [] });
    expect(isClean(preview)).toBe(true);
  });

  it("names what changes, of a list's element once", () => {
    const steps = [
      {
        op: "update",
        urn: urn("auth0:index/client:Client", "oin"),
        detailedDiff: { "grantTypes[1]": {}, "credentials[0].id": {}, "credentials[0].pem": {} },
      },
      { op: "create", urn: urn("auth0:index/role:Role", "role"), detailedDiff: null },
    ];
    expect(answer({ steps }).steps).toEqual([
      { op: "update", type: "auth0:index/client:Client", name: "oin", paths: ["credentials[0]", "grantTypes[1]"] },
      { op: "create", type: "auth0:index/role:Role", name: "role", paths: [] },
    ]);
  });

  it("tells errors without the engine's colour tags", () => {
    const preview = answer(
      {
        diagnostics: [
          { severity: "error", message: "<{%fg 1%}>error: <{%reset%}>no" },
          { severity: "info", message: "fine" },
        ],
      },
      255,
    );
    expect(preview.errors).toEqual(["error: no"]);
    expect(isClean(preview)).toBe(false);
  });

  it("is not clean where the engine said nothing that can be read", () => {
    expect(readPreview({ exitCode: 255, stdout: "", stderr: "error: the stack is locked\n" }).errors).toEqual([
      "error: the stack is locked",
    ]);
    expect(readPreview({ exitCode: 255, stdout: "", stderr: "" }).errors).toEqual([
      "The preview failed without output.",
    ]);
  });
});

describe("a state", () => {
  it("gives IDs and outputs, never a resource's inputs", () => {
    const resources = [
      { urn: "urn:stack", type: "pulumi:pulumi:Stack", outputs: { oinClientId: "oin" } },
      {
        urn: "urn:grant",
        type: "auth0:index/clientGrant:ClientGrant",
        id: "cgr_1",
        modified: "2026-11-01T10:00:00Z",
        inputs: { secret: "x" },
        outputs: { secret: "x" },
      },
    ];
    const state = readState(JSON.stringify({ deployment: { resources } }));
    expect(state.outputs).toEqual({ oinClientId: "oin" });
    expect(ofType(state, "ClientGrant")).toEqual([
      { urn: "urn:grant", type: "auth0:index/clientGrant:ClientGrant", id: "cgr_1", modified: "2026-11-01T10:00:00Z" },
    ]);
    expect(JSON.stringify(state)).not.toContain("secret");
  });

  it("names the service app: by the block, else by what the guide's OIN client was declared with", () => {
    const client = {
      urn: "urn:oin",
      type: "auth0:index/client:Client",
      id: "oin",
      inputs: { clientMetadata: { express_configure_sp_client_id: "linked" } },
      outputs: { clientMetadata: { express_configure_sp_client_id: "tampered" } },
    };
    const native = {
      urn: "urn:noin",
      type: "auth0:index/client:Client",
      id: "noin",
      inputs: { name: "Okta OIN Express Configuration" },
    };
    const block = (id: string) => ({ urn: "urn:block", type: "auth0-app-block:index:ExpressConfiguration", id });
    const named = (...resources: readonly object[]) =>
      readState(JSON.stringify({ deployment: { resources } })).serviceAppClientId;
    expect(named(client)).toBe("linked");
    expect(named(native, client, block("app"))).toBe("app");
    expect(named({ ...block("former"), delete: true }, block("app"))).toBe("app");
    expect(named(native)).toBeUndefined();
  });

  it("is empty before the first up", () => {
    expect(readState(JSON.stringify({ deployment: {} }))).toEqual({ outputs: {}, resources: [] });
  });
});

describe("findings", () => {
  const findings = [
    problem("keys", "A key is unknown.", ["Ask Okta:", "mail them"]),
    notice("plan", "Not looked at."),
    ok("domain", "Fine."),
  ];

  it("are told with a sign, a sentence and the way to mend it", () => {
    expect(findingsText(findings, paletteOf({}))).toBe(
      "✖ A key is unknown.\n    Ask Okta:\n    mail them\n! Not looked at.\n✔ Fine.\n",
    );
    expect(summary(findings)).toBe("1 problem, 1 notice");
    expect(summary([])).toBe("No problem");
  });

  it("make a command end with 1 by a problem only", () => {
    expect(hasProblems(findings)).toBe(true);
    expect(hasProblems(findings.slice(1))).toBe(false);
  });
});

describe("colour", () => {
  it.each<[boolean, object, NodeJS.ProcessEnv]>([
    [true, { isTTY: true }, {}],
    [true, { isTTY: true }, { NO_COLOR: "" }],
    [false, { isTTY: true }, { NO_COLOR: "1" }],
    [false, { isTTY: true }, { TERM: "dumb" }],
    [false, { isTTY: false }, {}],
    [false, {}, {}],
  ])("%s on %j under %j", (wanted, stream, env) => {
    expect(hasColour(stream, env)).toBe(wanted);
  });
});

it("a path is configured relative to the project", () => {
  expect(projectPath("/home/me/keys/okta.pem", "/home/me/project")).toBe("../keys/okta.pem");
});
