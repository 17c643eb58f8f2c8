/** The questions of `npm run new-stack`, answered by a script, with each answer checked on a local tenant. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pc from "picocolors";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { populatedSeed } from "../../../packages/local-tenant/src/seed/index.ts";
import { type Answers, answersGiven, plainValues, questions } from "../../../cli/new-stack/answers.ts";
import { checkAll, type CheckContext } from "../../../cli/new-stack/check.ts";
import { interview } from "../../../cli/new-stack/interview.ts";
import { environmentCommands, fileOf, preview } from "../../../cli/new-stack/write.ts";

const KEY = "test/fixtures/okta-public-key.pem";
let tenant: Tenant;
let other: Tenant;
let context: CheckContext;

beforeAll(async () => {
  [tenant, other] = await Promise.all([startTenant({ seed: populatedSeed() }), startTenant()]);
  const certificates = [tenant, other].map(({ certificateFile }) => readFileSync(certificateFile, "utf8"));
  setDefaultCACertificates([...getCACertificates("default"), ...certificates]);
  context = { stack: "eu", folder: fileURLToPath(new URL("../../..", import.meta.url)), env: {}, others: [] };
});
afterAll(() => Promise.all([tenant.stop(), other.stop()]));

/** What fits the tenant. */
function fitting(): Answers {
  const given = {
    domain: tenant.domain,
    clientId: tenant.clientId,
    serviceApp: "Acme SaaS",
    initiateLoginUri: "https://app.acme.example/login",
    key: [KEY],
  };
  return answersGiven(given, { AUTH0_CLIENT_SECRET: tenant.clientSecret }, context.folder);
}

/** Answers the questions in turn; `said` is what was asked and told. */
async function asked(script: readonly string[], given: Answers = {}, by: CheckContext = context) {
  const said: string[] = [];
  const left = [...script];
  const answers = await interview(questions(), given, by, {
    ask: async (question, isSecret) => {
      said.push(`${isSecret ? "(secret) " : ""}${question}`);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Nothing to answer to: ${question}\n${said.join("\n")}`);
      return answer;
    },
    tell: (text) => said.push(text.trim()),
    palette: pc.createColors(false),
  });
  return { answers, said, left };
}

describe("a person who is asked", () => {
  it("gives a stack of which all fits; Enter takes what is offered", async () => {
    const { clientId, clientSecret, domain } = tenant;
    const script = [domain, clientId, clientSecret, "", "Acme SaaS", "https://app.acme.example/login", KEY, "", "", ""];
    const { answers, said, left } = await asked(script);
    expect(left).toEqual([]);
    expect(answers).toEqual({ ...fitting(), "okta-express:flavour": "guide", "okta-express:scim": "false" });
    expect(said.filter((line) => line.startsWith("(secret)"))).toEqual(["(secret) Its client secret (not shown): "]);
    expect(await checkAll(answers, context)).toEqual([]);
  });

  it("is told at once what does not fit, and asked again", async () => {
    const { clientId, clientSecret, domain } = tenant;
    const { answers, said, left } = await asked([
      "https://acme.com/",
      domain,
      clientId,
      clientSecret,
      "both?",
      "guide",
      "No such app",
      "Acme SaaS",
      "http://app.acme.example",
      "https://app.acme.example/login",
      "no-such-file.pem",
      KEY,
      "maybe",
      "true",
      "No such role",
      "",
      "Nowhere, Username-Password-Authentication",
      "Username-Password-Authentication",
    ]);
    expect(left).toEqual([]);
    expect(answers["okta-express:adminConnections"]).toBe('["Username-Password-Authentication"]');
    expect(said.filter((line) => line.startsWith("✖")).map((line) => line.split(/ (?:=|is) /, 1)[0])).toEqual([
      "✖ auth0:domain",
      "✖ okta-express:flavour",
      "✖ okta-express:serviceApp",
      "✖ okta-express:initiateLoginUri",
      "✖ okta-express:oktaPublicKeys[0]",
      "✖ okta-express:scim",
      "✖ okta-express:adminRole",
      "✖ okta-express:adminConnections",
    ]);
  });

  it("is asked for all three again where the tenant refuses the credentials: any of them may be the wrong one", async () => {
    const { clientId, clientSecret, domain } = tenant;
    const { said } = await asked(["of another tenant", domain, clientId, clientSecret], {
      ...without(fitting(), "auth0:clientSecret"),
      "okta-express:flavour": "guide",
      ...rest(),
    });
    expect(said[1]).toContain(`${domain} refuses the credentials (401: Unauthorized)`);
    expect(said.slice(2).map((line) => line.split(" ", 2).join(" "))).toEqual([
      "The tenant's",
      "Client ID",
      "(secret) Its",
    ]);
  });

  it("of the native flavour is asked for its own URL", async () => {
    const { said } = await asked(["https://app.acme.example/login?organization={organization_name}"], {
      ...without(fitting(), "okta-express:initiateLoginUri"),
      "okta-express:flavour": "native",
      ...rest(),
    });
    expect(said).toEqual(["The https URL where end users begin to sign in, with {organization_name}: "]);
  });
});

it("a key file is named from where the person is, by option and by answer; the configuration has it from the project", async () => {
  vi.stubEnv("INIT_CWD", join(context.folder, "test/fixtures"));
  try {
    const files = ["okta-public-key.pem", "../fixtures/okta-next-public-key.pem"];
    const expected = JSON.stringify([KEY, "test/fixtures/okta-next-public-key.pem"]);
    const key = "okta-express:oktaPublicKeys";
    expect(answersGiven({ key: files }, {}, context.folder)).toEqual({ [key]: expected });
    const given = { ...without(fitting(), key), "okta-express:flavour": "guide", ...rest() };
    const { answers } = await asked([files.join(", ")], given);
    expect(answers[key]).toBe(expected);
    expect(await checkAll(answers, context)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

describe("answers as options", () => {
  it("are refused with every problem at once, before the tenant is asked", async () => {
    const answers = { ...without(fitting(), "okta-express:serviceApp"), "okta-express:scim": "perhaps" };
    const unasked = { ...context, connect: () => Promise.reject(new Error("asked")) };
    expect((await checkAll(answers, unasked)).map(({ says, mend }) => [says.split(" ", 1)[0], mend])).toEqual([
      ["okta-express:serviceApp", ["Give it by --service-app."]],
      ["okta-express:scim", ["Give it by --scim."]],
    ]);
  });

  it("are refused where the tenant has no such object, all of them at once", async () => {
    const answers = {
      ...fitting(),
      "okta-express:serviceApp": "No such app",
      "okta-express:adminRole": "No such role",
      "okta-express:adminConnections": '["Nowhere"]',
    };
    expect((await checkAll(answers, context)).map(({ details }) => details?.["key"])).toEqual([
      "okta-express:serviceApp",
      "okta-express:adminRole",
      "okta-express:adminConnections",
    ]);
  });

  it("are refused for another stack's tenant", async () => {
    const others = [{ stack: "production", domain: tenant.domain }];
    const [only, ...more] = await checkAll(fitting(), { ...context, others });
    expect(only?.says).toBe(`${tenant.domain} is the tenant of stack production; a tenant belongs to one stack.`);
    expect(more).toEqual([]);
  });

  it("are refused with the credentials of another tenant, and with a token beside a client", async () => {
    await expect(checkAll({ ...fitting(), "auth0:domain": other.domain }, context)).rejects.toThrow(
      "refuses the credentials",
    );
    const token = { ...context, env: { AUTH0_API_TOKEN: tenant.managementToken } };
    expect((await checkAll(fitting(), token)).map(({ says }) => says)).toEqual([
      "AUTH0_API_TOKEN is set, and so are auth0:clientId, auth0:clientSecret. The Auth0 provider takes a token or a client, not both.",
    ]);
    const elsewhere = { ...context, env: { AUTH0_API_TOKEN: other.managementToken } };
    const noClient = without(without(fitting(), "auth0:clientId"), "auth0:clientSecret");
    expect((await checkAll(noClient, elsewhere)).map(({ about }) => about)).toEqual(["domain"]);
  });
});

describe("what is written", () => {
  it("is by path, and has no secret in plain text", () => {
    expect(plainValues(fitting())).toEqual({
      "auth0:domain": tenant.domain,
      "auth0:clientId": tenant.clientId,
      "okta-express:serviceApp": "Acme SaaS",
      "okta-express:initiateLoginUri": "https://app.acme.example/login",
      "okta-express:oktaPublicKeys[0]": KEY,
    });
    const shown = preview(fitting(), "file");
    expect(shown).toContain("auth0:clientSecret: [encrypted]");
    expect(shown.join("\n")).not.toContain(tenant.clientSecret);
  });

  it("leaves the credentials out where they are kept elsewhere", () => {
    expect(preview(fitting(), "nowhere").filter((line) => line.startsWith("auth0:"))).toEqual([
      `auth0:domain: ${tenant.domain}`,
    ]);
    expect(preview(fitting(), { environment: "okta-express/eu" }).at(-1)).toBe("environment: okta-express/eu");
    expect(environmentCommands("okta-express/eu", fitting()).join("\n")).not.toContain(tenant.clientSecret);
  });

  it("goes into the file that the CLI reads, with an organization before the name or without", () => {
    expect(fileOf("eu")).toBe("Pulumi.eu.yaml");
    expect(fileOf("acme/eu")).toBe("Pulumi.eu.yaml");
  });
});

/** Questions without a requirement, answered. */
function rest(): Answers {
  return { "okta-express:scim": "false", "okta-express:adminRole": "", "okta-express:adminConnections": "" };
}

function without(answers: Answers, key: string): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => name !== key));
}
