/** The native flavour's Action that tells Okta the e-mail domains of the admin's organization. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPRESS_CONFIGURATION_DOMAIN_ALIASES } from "../../../actions/code.ts";
import { webAddress } from "../../fixtures/arbitraries.ts";
import { type Event, login, NOTHING } from "./post-login.ts";

const asks = { resource_server: { identifier: "urn:auth0:express-configure" } };

const run = (event: Event) =>
  login(EXPRESS_CONFIGURATION_DOMAIN_ALIASES, { secrets: { METADATA_KEY: "domains" }, ...event });
const listed = (domains: unknown) => run({ ...asks, organization: { id: "org_1", metadata: { domains } } });
const claimed = (...domains: string[]) => ({
  ...NOTHING,
  claims: { express_configuration: { domain_aliases: domains } },
});

describe("a login that asks for the Express Configuration API", () => {
  it.each([
    ["one domain", "acme.com", ["acme.com"]],
    ["several, with spaces", "acme.com, acme.co.uk ,mail.acme.com", ["acme.com", "acme.co.uk", "mail.acme.com"]],
    [
      "a JSON list, as the Auth0 CLI's example has it",
      '["domain1.com", "domain2.com"]',
      ["domain1.com", "domain2.com"],
    ],
    ["capitals", "ACME.com", ["acme.com"]],
    ["the same twice", "acme.com,Acme.com", ["acme.com"]],
    ["some that are no domains", "acme.com,,localhost,@acme.com,*.acme.com,a b.com,-x.com", ["acme.com"]],
    ["an internationalized domain", "xn--bcher-kva.example", ["xn--bcher-kva.example"]],
  ])("carries %s", async (_what, value, domains) => {
    expect(await listed(value)).toEqual(claimed(...domains));
  });

  it("is told by the query where the transaction has no resource server", async () => {
    expect(
      await run({
        request: { query: { audience: "urn:auth0:express-configure" } },
        organization: { id: "org_1", metadata: { domains: "acme.com" } },
      }),
    ).toEqual(claimed("acme.com"));
  });

  it.each([
    ["no organization", asks],
    ["no metadata", { ...asks, organization: { id: "org_1" } }],
    ["another key", { ...asks, organization: { id: "org_1", metadata: { other: "acme.com" } } }],
    ["an empty list", { ...asks, organization: { id: "org_1", metadata: { domains: "" } } }],
    ["nothing but mistakes", { ...asks, organization: { id: "org_1", metadata: { domains: "acme, com" } } }],
    ["no text", { ...asks, organization: { id: "org_1", metadata: { domains: 7 } } }],
  ])("carries no claim: %s", async (_what, event) => {
    expect(await run(event)).toEqual(NOTHING);
  });

  it("never carries anything but domain names (property)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(fc.oneof(fc.domain(), fc.emailAddress(), webAddress())).map((names) => names.join(",")),
        ),
        async (value) => {
          const { claims } = await listed(value);
          const { domain_aliases: domains } = (claims["express_configuration"] ?? { domain_aliases: [] }) as {
            domain_aliases: string[];
          };
          for (const domain of domains) expect(domain).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("every other login", () => {
  it.each<readonly [string, Event]>([
    ["another API", { resource_server: { identifier: "https://api.acme.example" } }],
    [
      "another API, whatever the query says",
      {
        resource_server: { identifier: "https://api.acme.example" },
        request: { query: { audience: "urn:auth0:express-configure" } },
      },
    ],
    ["no API", {}],
  ])("passes untouched: %s", async (_what, event) => {
    expect(await run({ ...event, organization: { id: "org_1", metadata: { domains: "acme.com" } } })).toEqual(NOTHING);
  });
});
