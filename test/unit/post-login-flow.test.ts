/** What is said of a post-login flow that somebody else wrote while the stack's Action was bound or taken out, and that its commands help. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTenant, type Tenant } from "../../packages/local-tenant/src/index.ts";
import { populatedSeed } from "../../packages/local-tenant/src/seed/populated.ts";
import { type Flow, lost, lostByUnbinding, readFlow } from "../../tenant/post-login-flow.ts";

let tenant: Tenant;
let api: ManagementClient;
let before: Flow;

beforeAll(async () => {
  tenant = await startTenant({ seed: populatedSeed() });
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  api = new ManagementClient({ domain: tenant.domain, token: tenant.managementToken });
});
afterAll(() => tenant.stop());
beforeEach(async () => {
  tenant.reset();
  before = await readFlow(api);
});

const ids = (flow: Flow) => flow.bindings.map(({ action }) => action?.id ?? "");
async function deployed(name: string): Promise<string> {
  const { id } = (
    await tenant.api<{ id: string }>("POST", "/api/v2/actions/actions", {
      name,
      supported_triggers: [{ id: "post-login", version: "v3" }],
      code: "exports.onExecutePostLogin = async () => {};",
    })
  ).body;
  await expect
    .poll(async () => (await tenant.api<{ status: string }>("GET", `/api/v2/actions/actions/${id}`)).body.status)
    .toBe("built");
  await tenant.api("POST", `/api/v2/actions/actions/${id}/deploy`);
  return id;
}
async function bind(all: readonly string[]): Promise<Flow> {
  const answer = await tenant.api("PATCH", "/api/v2/actions/triggers/post-login/bindings", {
    bindings: all.map((value) => ({
      ref: { type: "action_id", value },
      display_name: before.bindings.find(({ action }) => action?.id === value)?.display_name ?? value,
    })),
  });
  expect(answer.status).toBe(200);
  return readFlow(api);
}
/** Runs the last command of a text, as a person would who pastes it. */
async function paste(text: string | undefined): Promise<string[]> {
  const [, path = "", body = ""] =
    /^npm run api -- patch (\S+) --data '(.+)' --stack prod$/.exec(text?.split("\n").at(-1) ?? "") ?? [];
  const answer = await tenant.api("PATCH", `/api/v2/${path}`, JSON.parse(body));
  expect(answer.status).toBe(200);
  return ids(await readFlow(api));
}
const told = (after: Flow, own: string, now = new Date()) => lost(before, after, own, "prod", now);

it("nothing where ours came behind the others", async () => {
  const own = await deployed("ours");
  expect(told(await bind([...ids(before), own]), own)).toEqual({});
});

it("nothing of an Action that somebody else bound meanwhile, wherever it stands", async () => {
  const [own, other] = [await deployed("ours"), await deployed("theirs")];
  expect(told(await bind([other, ...ids(before), own]), own)).toEqual({});
});

it("an Action that left the flow, with the command that puts it back in its place", async () => {
  const own = await deployed("ours");
  const [, second = ""] = ids(before);
  const { others, own: ours } = told(await bind([...ids(before).filter((id) => id !== second), own]), own);
  expect(ours).toBeUndefined();
  expect(others).toContain(`"${before.bindings[1]?.display_name ?? ""}" left the post-login flow`);
  expect(await paste(others)).toEqual([...ids(before), own]);
});

it("an Action that was deployed just now and is not bound, which may be a lost write, with the command that binds it", async () => {
  const [own, other] = [await deployed("ours"), await deployed("theirs")];
  const after = await bind([...ids(before), own]);
  expect(told(after, own, new Date(Date.now() + 11 * 60_000))).toEqual({});
  const { others } = told(after, own);
  expect(others).toMatch(
    /^The Action "theirs" was deployed within the last ten minutes and is not in the post-login flow\./,
  );
  expect(await paste(others)).toEqual([...ids(before), own, other]);
});

it("ours, where somebody else wrote what the flow was before: up binds it again", async () => {
  const own = await deployed("ours");
  const { own: ours, others } = told(await bind(ids(before)), own);
  expect(others).toBeUndefined();
  expect(ours?.split("\n").at(-1)).toBe("pulumi up --stack prod");
});

describe("where the stack's own Action was taken out", () => {
  const OWN = "express_configure_postlogin_action";
  let own: string;
  beforeEach(async () => {
    own = await deployed(OWN);
    const others = ids(before);
    await bind([...others, own]);
    before = await readFlow(api);
  });
  const others = () => ids(before).filter((id) => id !== own);
  const says = (after: Flow, now = new Date()) => lostByUnbinding(before, after, "prod", now);

  it("nothing where the others stayed, and nothing of what somebody else bound meanwhile", async () => {
    expect(says(await bind(others()))).toBeUndefined();
    expect(says(await bind([...others(), await deployed("theirs")]))).toBeUndefined();
  });

  it("an Action that left the flow with it, and the command that puts that one back alone", async () => {
    const [first = "", ...rest] = others();
    const text = says(await bind(rest));
    expect(text).toContain("left the post-login flow while this stack's Action was taken out");
    expect(await paste(text)).toEqual([first, ...rest]);
  });

  it("an Action that was deployed just now and is not bound", async () => {
    const other = await deployed("theirs");
    const after = await bind(others());
    expect(says(after, new Date(Date.now() + 11 * 60_000))).toBeUndefined();
    const text = says(after);
    expect(text).toContain("If somebody bound it while this stack's Action was taken out, that is lost");
    expect(await paste(text)).toEqual([...others(), other]);
  });
});
