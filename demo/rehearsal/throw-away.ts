// What a rehearsal on a stack's own tenant makes there, and takes away again: an organization with two people of its own
// connection, and a key on the OIN client. Found by name when it is taken away, so that what a rehearsal left that was
// killed goes too, and what an answer was lost for.
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { z } from "zod";
import { Refused, type StackCommands } from "./stack-commands.ts";

/** Of the organization and the key; a connection's begins so: its name is free again only minutes after it is deleted. */
export const NAME = "express-rehearsal";

export interface ThrowAway {
  readonly organization: { readonly id: string; readonly displayName: string };
  readonly admin: Person;
  readonly colleague: Person;
  readonly oktaKey: KeyObject;
}

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly organization: string;
}

/** Who makes somebody an admin: the role, or a key of the user's app_metadata. */
export type AdminBy = { readonly role: string } | { readonly appMetadataKey: string };

const nothing = z.unknown().transform(() => undefined);
const made = z.object({ id: z.string() });
const user = z.object({ user_id: z.string() });
const credentials = z.array(z.object({ id: z.string(), name: z.string().optional() }));
const method = z.looseObject({ credentials: z.array(z.object({ id: z.string() })).default([]) });
const oinClient = z.looseObject({
  organization_require_behavior: z.string().optional(),
  client_authentication_methods: z.object({ private_key_jwt: method.optional() }).nullish(),
});
const connections = z.array(z.object({ id: z.string(), name: z.string() }));

/** Lines that tell a person what will be there for the time of the rehearsal. */
export const whatIsMade = (oinClientId: string): readonly string[] => [
  `the organization ${NAME}`,
  `a database connection ${NAME}-…, enabled in that organization, and for the OIN client where admins give credentials first`,
  "two users of that connection: an admin who may run Express Configuration, and a colleague who may not",
  `a second key on the OIN client ${oinClientId}, whose private half only this process has`,
];

export class ThrowAwayObjects {
  readonly #stack: StackCommands;
  readonly #oinClientId: string;

  constructor(stack: StackCommands, oinClientId: string) {
    this.#stack = stack;
    this.#oinClientId = oinClientId;
  }

  /** Why the key cannot be put beside Okta's, if so. What a killed rehearsal left counts as gone. */
  async whyNot(): Promise<string | undefined> {
    const keys = (await this.#credentials()).filter(({ name }) => name !== NAME);
    if (keys.length === 0)
      return "The OIN client has no key yet. A rehearsal is for a tenant that Okta can sign in to: add its key first.";
    return keys.length < 2
      ? undefined
      : "The OIN client has two keys, which is as many as Auth0 keeps. Finish the change of keys first.";
  }

  async make(adminBy: AdminBy): Promise<ThrowAway> {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { id: key } = await this.#api(made, "post", `clients/${this.#oinClientId}/credentials`, {
      name: NAME,
      credential_type: "public_key",
      alg: "RS256",
      pem: createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
    });
    const client = await this.#client();
    await this.#attach([...attachedOf(client), key]);
    const connection = `${NAME}-${randomBytes(4).toString("hex")}`;
    const { id: connectionId } = await this.#api(made, "post", "connections", {
      name: connection,
      strategy: "auth0",
      options: { disable_signup: true },
    });
    if (client.organization_require_behavior === "post_login_prompt")
      await this.#api(nothing, "patch", `connections/${connectionId}/clients`, [
        { client_id: this.#oinClientId, status: true },
      ]);
    const { id: organization } = await this.#api(made, "post", "organizations", {
      name: NAME,
      display_name: "Rehearsal of Express Configuration",
      enabled_connections: [{ connection_id: connectionId, assign_membership_on_login: false }],
    });
    const isAdmin = "appMetadataKey" in adminBy ? { app_metadata: { [adminBy.appMetadataKey]: true } } : {};
    const admin = await this.#person("admin", connection, isAdmin);
    const colleague = await this.#person("colleague", connection);
    const members = [admin.id, colleague.id];
    await this.#api(nothing, "post", `organizations/${organization}/members`, { members });
    if ("role" in adminBy)
      await this.#api(nothing, "post", `organizations/${organization}/members/${admin.id}/roles`, {
        roles: [adminBy.role],
      });
    return {
      organization: { id: organization, displayName: "Rehearsal of Express Configuration" },
      admin: admin.person,
      colleague: colleague.person,
      oktaKey: privateKey,
    };
  }

  /** Takes away whatever of it is there. Gives what could not be taken away, in the tenant's words. */
  async remove(): Promise<readonly string[]> {
    const problems: string[] = [];
    const attempt = async (act: () => Promise<unknown>): Promise<void> => {
      await act().catch((error: unknown) => {
        if (!(error instanceof Refused && error.status === 404))
          problems.push(error instanceof Error ? error.message : String(error));
      });
    };
    await attempt(async () => {
      for (const { id } of (await this.#credentials()).filter(({ name }) => name === NAME)) {
        const attached = attachedOf(await this.#client());
        if (attached.includes(id)) await this.#attach(attached.filter((other) => other !== id));
        await this.#api(nothing, "delete", `clients/${this.#oinClientId}/credentials/${id}`);
      }
    });
    await attempt(async () => {
      const { id } = await this.#api(made, "get", `organizations/name/${NAME}`);
      await this.#api(nothing, "delete", `organizations/${id}`);
    });
    for (const name of ["admin", "colleague"]) {
      await attempt(async () => {
        const found = await this.#api(z.array(user), "get", `users-by-email?email=${addressOf(name)}`);
        for (const { user_id: id } of found) await this.#api(nothing, "delete", `users/${encodeURIComponent(id)}`);
      });
    }
    await attempt(async () => {
      const found = await this.#api(connections, "get", "connections?strategy=auth0&per_page=100&fields=id,name");
      for (const { id } of found.filter(({ name }) => name.startsWith(`${NAME}-`)))
        await this.#api(nothing, "delete", `connections/${id}`);
    });
    return problems;
  }

  async #person(name: string, connection: string, more: object = {}) {
    // Long enough for any password policy, and gone with its user in some minutes.
    const password = `Aa1-${randomBytes(18).toString("base64url")}`;
    const email = addressOf(name);
    const { user_id: id } = await this.#api(user, "post", "users", {
      connection,
      email,
      password,
      email_verified: true,
      verify_email: false,
      ...more,
    });
    return { id, person: { username: email, password, organization: NAME } satisfies Person };
  }

  #credentials() {
    return this.#api(credentials, "get", `clients/${this.#oinClientId}/credentials`);
  }

  #client() {
    return this.#api(oinClient, "get", `clients/${this.#oinClientId}`);
  }

  #attach(ids: readonly string[]): Promise<undefined> {
    return this.#api(nothing, "patch", `clients/${this.#oinClientId}`, {
      client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
    });
  }

  #api<Answer>(schema: z.ZodType<Answer>, verb: string, path: string, body?: object): Promise<Answer> {
    return this.#stack.api(schema, verb, path, body);
  }
}

/** RFC 2606: nobody's. */
const addressOf = (name: string): string => `${name}@${NAME}.example`;

const attachedOf = ({ client_authentication_methods: methods }: z.output<typeof oinClient>): string[] =>
  (methods?.private_key_jwt?.credentials ?? []).map(({ id }) => id);
