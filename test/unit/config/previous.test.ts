import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { outputsIn, previousOutputs, type RememberingResource } from "../../../config/previous.ts";

const urn = (name: string) => `urn:pulumi:prod::okta-express::type::${name}`;
const root = (outputs: Record<string, unknown>): RememberingResource => ({
  urn: urn("okta-express-prod"),
  type: "pulumi:pulumi:Stack",
  outputs,
});
const stash = (name: string, input: unknown, output: unknown = input): RememberingResource => ({
  urn: urn(name),
  type: "pulumi:index:Stash",
  outputs: { input, output },
});
const GUIDE = { flavour: "guide", oinClientId: "oin", oinClients: { guide: "oin" }, oktaKnows: "guide" };

describe("what the stack's last up left", () => {
  it("is nothing before the first", () => {
    const { held, inState } = previousOutputs([root({})]);
    expect([held, [...inState]]).toEqual([undefined, []]);
  });

  it("is what the stack remembers, the latest value of it, whatever a later run left of its outputs", () => {
    const unknown = pulumi.runtime.unknownValue;
    const emptied = root({
      ...GUIDE,
      oinClientId: unknown,
      oinClients: { guide: unknown },
      ownAdminRole: "stale",
      handOver: "text",
    });
    expect(outputsIn([emptied, stash("express-memory", GUIDE, { ...GUIDE, oinClientId: "former" })])).toEqual({
      ...GUIDE,
      handOver: "text",
    });
  });

  it("is the outputs in a state from before there was a memory", () => {
    expect(outputsIn([root(GUIDE)])).toEqual(GUIDE);
    expect(previousOutputs([root({ oinClientId: "oin" })]).held).toEqual({
      flavour: "guide",
      oinClients: { guide: "oin" },
      oktaKnows: "guide",
    });
  });

  it("is known from the deletion guards and the provider where such outputs were emptied", () => {
    const unknown = pulumi.runtime.unknownValue;
    const provider = { urn: urn("auth0"), type: "pulumi:providers:auth0", outputs: { domain: "acme.us.auth0.com" } };
    const guards = [
      stash("express-okta-knows-the-oin-client", "oin"),
      stash("express-okta-knows-the-native-oin-client", "noin"),
    ];
    const emptied = root({
      oinClientId: unknown,
      oinClients: { guide: unknown, native: unknown },
      oktaKnows: "native",
      flavour: "both",
    });
    const previous = previousOutputs([emptied, provider, ...guards]);
    expect(previous.held?.oinClients).toEqual({ guide: "oin", native: "noin" });
    expect(previous.held?.oktaKnows).toBe("native");
    expect(previous.managementApiAudience).toBe("https://acme.us.auth0.com/api/v2/");
    expect(previousOutputs([root({}), guards[1] as RememberingResource]).held).toEqual({
      flavour: "native",
      oinClients: { native: "noin" },
      oktaKnows: "native",
    });
  });

  it("says whose OIN client is in the state", () => {
    const client = { urn: urn("express-native-oin-client-known-to-okta"), type: "auth0:index/client:Client" };
    expect([...previousOutputs([root({}), client]).inState]).toEqual(["native"]);
  });
});
