// The Management API as Okta calls it with the OIN client's token.
import { z } from "zod";
import { ExpressConfigurationFailed } from "./errors.ts";
import { http, type HttpRequest } from "../../packages/local-tenant/src/visitor/index.ts";

type Method = NonNullable<HttpRequest["method"]>;

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

  /** The answer, parsed; undefined where it has no body. Throws ExpressConfigurationFailed with the tenant's reason. */
  async call<Answer>(schema: z.ZodType<Answer>, method: Method, path: string, body?: object): Promise<Answer> {
    const { status, answer } = await this.#send(method, path, body);
    if (status >= 400) throw failure(method, path, answer);
    return schema.parse(answer);
  }

  /** Whether there is such an object. */
  async has(path: string): Promise<boolean> {
    const { status, answer } = await this.#send("GET", path);
    if (status >= 400 && status !== 404) throw failure("GET", path, answer);
    return status !== 404;
  }

  async #send(
    method: Method,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly answer: unknown }> {
    const { status, text } = await http(new URL(path, this.#base), {
      method,
      ca: this.#ca,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status, answer: text === "" ? undefined : JSON.parse(text) };
  }
}

const failure = (method: Method, path: string, answer: unknown): ExpressConfigurationFailed =>
  new ExpressConfigurationFailed("management-api", `${method} ${path}: ${refusal.parse(answer).message}`);
