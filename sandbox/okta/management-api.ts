// The Management API as Okta calls it with the OIN client's token.
import { z } from "zod";
import { ExpressConfigurationFailed } from "./errors.ts";
import { http, type HttpRequest } from "./http.ts";

const refusal = z.object({ message: z.string() });

export class ManagementApi {
  readonly #base: string;
  readonly #token: string;
  readonly #ca: string | undefined;

  /** @param audience the API's identifier, which is its address: `https://acme.us.auth0.com/api/v2/` */
  constructor(audience: string, token: string, ca: string | undefined) {
    this.#base = audience;
    this.#token = token;
    this.#ca = ca;
  }

  /** The answer, parsed. Throws ExpressConfigurationFailed with the tenant's reason. */
  async call<Answer>(schema: z.ZodType<Answer>, method: NonNullable<HttpRequest["method"]>, path: string, body?: object): Promise<Answer> {
    const found = await this.find(schema, method, path, body);
    if (found === undefined) throw new ExpressConfigurationFailed("management-api", `${method} ${path}: not found`);
    return found;
  }

  /** As `call`; undefined where the tenant answers 404. */
  async find<Answer>(schema: z.ZodType<Answer>, method: NonNullable<HttpRequest["method"]>, path: string, body?: object): Promise<Answer | undefined> {
    const { status, text } = await http(new URL(path, this.#base), {
      method,
      ca: this.#ca,
      headers: { authorization: `Bearer ${this.#token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (status === 404) return undefined;
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    if (status >= 400) throw new ExpressConfigurationFailed("management-api", `${method} ${path}: ${refusal.parse(answer).message}`);
    return schema.parse(answer);
  }
}
