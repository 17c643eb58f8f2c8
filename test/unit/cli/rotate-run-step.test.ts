/** A step of rotate that nobody has agreed to: the command that takes it without a question is the one that was given. */
import { describe, expect, it } from "vitest";
import { commandAgain, type GivenOptions } from "../../../cli/again.ts";
import { nextStep, type KeysNow } from "../../../cli/rotate/steps.ts";
import { runStep, type RotationContext } from "../../../cli/rotate/run-step.ts";

const key = (keyId: string, day: number) => ({ id: `cred_${keyId}`, keyId, createdAt: `2026-11-0${day}T00:00:00Z` });
const [OLD, NEW] = [key("old", 1), key("new", 2)];
const AT_REST: KeysNow = {
  configured: ["old"],
  clients: [{ clientId: "oin", attached: [OLD], unattached: [] }],
  recorded: ["old"],
};
const WAITING: KeysNow = {
  configured: ["old", "new"],
  clients: [{ clientId: "oin", attached: [OLD, NEW], unattached: [] }],
  recorded: ["old", "new"],
};

/** The answer of a walk that was begun with these options; nobody agrees, but `said` is what a person says to a question. */
async function refused(
  keys: KeysNow,
  options: GivenOptions,
  said: Readonly<Record<string, boolean>> | undefined = undefined,
) {
  const context: RotationContext = {
    stack: { name: "prod" } as RotationContext["stack"],
    api: {} as RotationContext["api"],
    oinClients: [],
    newKey: typeof options["newKey"] === "string" ? { file: options["newKey"], keyId: "new" } : undefined,
    decision: options["finish"] === true ? "finish" : options["withdraw"] === true ? "withdraw" : undefined,
    tells: false,
    ask: said === undefined ? undefined : async (question) => said[question] === true,
    agrees: false,
    withoutAsking: (further) => commandAgain("rotate", "prod", { ...options, ...further, yes: true }),
    tellOkta: () => "",
  };
  const outcome = await runStep(nextStep(keys), keys, context);
  if (outcome === "on") throw new Error("It went on without having been agreed to.");
  return [outcome.says, outcome.mend];
}

describe("what was not agreed to", () => {
  const taking = (keyId: string) =>
    `It was not agreed to. The next thing to do: take the file of the key ${keyId} out of the configuration of stack prod.`;
  const command = (options: string) => ["To do it without being asked:", `npm run rotate -- --stack prod ${options}`];

  it("keeps the new key's file, quoted where it has to be", async () => {
    expect(await refused(AT_REST, { newKey: "okta new.pem" })).toEqual([
      "It was not agreed to. The next thing to do: add okta new.pem (key ID new) to the configuration of stack prod.",
      command("--new-key 'okta new.pem' --yes"),
    ]);
  });

  it("keeps what Okta has said", async () => {
    expect(await refused(WAITING, { finish: true })).toEqual([taking("old"), command("--finish --yes")]);
    expect(await refused(WAITING, { withdraw: true })).toEqual([taking("new"), command("--withdraw --yes")]);
  });

  it("takes up what a person has answered, which no new key can stand beside", async () => {
    const said = { "Has Okta said that it signs with the new key?": true };
    expect(await refused(WAITING, {}, said)).toEqual([taking("old"), command("--finish --yes")]);
    expect(await refused(WAITING, { newKey: "okta.pem" }, said)).toEqual([taking("old"), command("--finish --yes")]);
  });
});

it("a client that signs in with none of the configured keys: says where the ID may have been chosen for one of them", async () => {
  const stray = (keyId: string): KeysNow => ({
    ...AT_REST,
    clients: [{ clientId: "oin", attached: [key(keyId, 1)], unattached: [] }],
  });
  const [chosen] = await refused(stray("okta-2026"), {});
  expect(chosen).toContain("signs in with okta-2026, with none of the configured keys by its own ID, although whoever");
  const [other] = await refused(stray("pxAfvPq4urgkZaVkTTnFnRQihIw2ZbK1WYsFDm0HF2g"), {});
  expect(other).toContain("with none of the configured keys: this is not a change of keys.");
});
