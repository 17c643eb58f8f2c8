/** Proof 4 for either flavour: one key, old and new, new only. The client ID never changes, nor is it ever without a valid key. */
import { createHash, createPublicKey } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Session, SessionOptions } from "../../../packages/pulumi-sandbox/src/session.ts";
import { changes, keyText, NEXT_OKTA_KEY, OKTA_KEY, openWorld, succeeded, type World } from "./world.ts";

/** RFC 7638, written out here so that the test does not lean on the code it tests. */
function thumbprint(file: string): string {
  const { e, kty, n } = createPublicKey(keyText(file)).export({ format: "jwk" });
  return createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
}
const OLD = thumbprint(OKTA_KEY);
const NEW = thumbprint(NEXT_OKTA_KEY);

interface Credentials {
  readonly client_authentication_methods?: {
    readonly private_key_jwt?: { readonly credentials: readonly { readonly id: string }[] };
  };
}

/**
 * Registers the tests of a flavour: the stack of these options, whose OIN client `oinClientOf` finds, and whose keys are
 * the resource `credentials`.
 */
export function rotates(
  options: Partial<SessionOptions>,
  oinClientOf: (session: Session) => Promise<string>,
  credentials: string,
): void {
  let world: World;
  let client: string;

  beforeAll(async () => {
    world = await openWorld(options);
    succeeded(await world.session.up());
    client = await oinClientOf(world.session);
  });
  afterAll(() => world.close());

  /** Key IDs that authenticate the client: only credentials that the client's authentication methods name count. */
  async function validKeys(): Promise<string[]> {
    const { body } = await world.tenant.api<Credentials>("GET", `/api/v2/clients/${client}`);
    const kids: string[] = [];
    for (const { id } of body.client_authentication_methods?.private_key_jwt?.credentials ?? []) {
      kids.push(
        (await world.tenant.api<{ kid: string }>("GET", `/api/v2/clients/${client}/credentials/${id}`)).body.kid,
      );
    }
    return kids.sort();
  }

  /** After each write to the client in an operation: how many credentials were attached. */
  function attachedAfterEachWrite(): number[] {
    return world.tenant.journal
      .writes()
      .filter(({ method, path }) => method === "PATCH" && path === `/api/v2/clients/${client}`)
      .map(
        ({ requestBody }) =>
          (requestBody as Credentials).client_authentication_methods?.private_key_jwt?.credentials.length ?? 0,
      );
  }

  async function rotateTo(files: readonly string[], kids: readonly string[]): Promise<void> {
    await world.session.setConfig("oktaPublicKeys", files);
    world.tenant.journal.clear();
    const up = succeeded(await world.session.up());
    expect(changes(up).map((change) => change.split(" [")[0])).toEqual([`update ${credentials}`]);
    expect(await validKeys()).toEqual(kids.toSorted());
    expect(await world.session.outputs()).toMatchObject({ oinClientId: client, keyIds: kids.toSorted() });
    for (const attached of attachedAfterEachWrite()) expect(attached).toBeGreaterThanOrEqual(1);
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  }

  it("starts with Okta's key", async () => {
    expect(await validKeys()).toEqual([OLD]);
  });

  it("takes the new key beside the old", () => rotateTo([OKTA_KEY, NEXT_OKTA_KEY], [OLD, NEW]));

  it("lets go of the old key, and only of it", () => rotateTo([NEXT_OKTA_KEY], [NEW]));

  it("goes back the same way, the order of the files notwithstanding", async () => {
    await rotateTo([OKTA_KEY, NEXT_OKTA_KEY], [OLD, NEW]);
    await world.session.setConfig("oktaPublicKeys", [NEXT_OKTA_KEY, OKTA_KEY]);
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  });

  it("swaps both at once without a moment in which no key is valid", () => rotateTo([OKTA_KEY], [OLD]));
}
