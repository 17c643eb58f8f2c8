// The thread that runs the Actions of one login, each in a context of its own: what an Action may reach is listed here,
// and whatever else it asks for fails with a message that says so. It keeps mistakes apart, not attackers.
import { createContext, Script } from "node:vm";
import { format } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import { FACTOR_TYPES } from "./action-messages.ts";
import type {
  ActionFlow,
  DeployedAction,
  FactorCommand,
  FactorType,
  FlowOutcome,
  FromThread,
  MultifactorWish,
  OutboundRequest,
  ToThread,
} from "./action-messages.ts";

/** The login as Actions have changed it so far. */
interface Login {
  denied: string | undefined;
  failed: string | undefined;
  readonly accessTokenClaims: Record<string, unknown>;
  readonly idTokenClaims: Record<string, unknown>;
  readonly scopes: Set<string>;
  readonly refreshToken: { revoked: boolean; expiresAt?: number; idleExpiresAt?: number };
  multifactor: false | MultifactorWish;
  commands: number;
  readonly wanted: FactorCommand[];
}

const say = (message: FromThread): void => parentPort?.postMessage(message);

const waiting = new Map<number, { resolve: (response: Response) => void; reject: (error: Error) => void }>();
let requests = 0;

parentPort?.on("message", (message: ToThread) => {
  const caller = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === "unreachable") return caller?.reject(new TypeError(`fetch failed: ${message.why}`));
  const { status, headers, body } = message.response;
  caller?.resolve(
    new Response(body === undefined || body === "" ? null : body, {
      status,
      ...(headers === undefined ? {} : { headers }),
    }),
  );
});

/** `fetch`, by way of the tenant, which alone says what there is outside. */
const fetchFor =
  (action: string) =>
  async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const sent = new Request(input, init);
    const request: OutboundRequest = {
      url: sent.url,
      method: sent.method,
      headers: Object.fromEntries(sent.headers),
      body: await sent.text(),
    };
    return new Promise((resolve, reject) => {
      const id = (requests += 1);
      waiting.set(id, { resolve, reject });
      say({ type: "fetch", id, action, request });
    });
  };

/** Names that JavaScript itself looks for on any object, as `await` looks for `then`. */
const ASKED_BY_THE_LANGUAGE: ReadonlySet<string> = new Set(["then", "toJSON", "constructor"]);

/** An object whose unknown members are an error, not undefined: a call that does nothing must not pass for one that did. */
function exactly<T extends object>(path: string, members: T): T {
  return new Proxy(members, {
    get: (target, name) => {
      if (typeof name === "string" && !(name in target) && !ASKED_BY_THE_LANGUAGE.has(name)) {
        throw new Error(`The local tenant does not model ${path}.${name} (docs/tenant.md)`);
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}

/** @param refreshing whether a refresh token is exchanged */
function apiFor(login: Login, refreshing: boolean): object {
  const claims = (target: Record<string, unknown>) => ({
    setCustomClaim: (name: string, value: unknown) => {
      target[name] = value;
      return api;
    },
  });
  const wants = (kind: "challenge" | "enroll", factors: readonly unknown[]): object => {
    login.commands += 1;
    if (login.commands > MOST_COMMANDS)
      throw new Error(`A flow may ask for factors ${MOST_COMMANDS} times (challengeWith…, enrollWith…)`);
    login.wanted.push({ kind, factors: factors.map(factorType) });
    return api;
  };
  const api: object = exactly("api", {
    access: exactly("api.access", {
      deny: (reason: string) => {
        login.denied ??= String(reason);
        return api;
      },
    }),
    accessToken: exactly("api.accessToken", {
      ...claims(login.accessTokenClaims),
      addScope: (scope: string) => {
        login.scopes.add(scope);
        return api;
      },
      removeScope: (scope: string) => {
        login.scopes.delete(scope);
        return api;
      },
    }),
    authentication: exactly("api.authentication", {
      challengeWith: (factor: unknown, { additionalFactors = [] }: Alternatives = {}) =>
        wants("challenge", [factor, ...additionalFactors]),
      challengeWithAny: (factors: readonly unknown[]) => wants("challenge", factors),
      enrollWith: (factor: unknown, { additionalFactors = [] }: Alternatives = {}) =>
        wants("enroll", [factor, ...additionalFactors]),
      enrollWithAny: (factors: readonly unknown[]) => wants("enroll", factors),
    }),
    multifactor: exactly("api.multifactor", {
      enable: (provider: unknown, { allowRememberBrowser = false }: { allowRememberBrowser?: unknown } = {}) => {
        login.multifactor = isProvider(provider) && { rememberBrowser: allowRememberBrowser === true };
        return api;
      },
    }),
    idToken: exactly("api.idToken", claims(login.idTokenClaims)),
    refreshToken: exactly("api.refreshToken", {
      revoke: (reason: string) => {
        if (!refreshing) throw new Error("api.refreshToken.revoke is only for the exchange of a refresh token");
        login.refreshToken.revoked = true;
        login.denied ??= String(reason);
        return api;
      },
      setExpiresAt: (at: number) => {
        login.refreshToken.expiresAt = earlier(at, login.refreshToken.expiresAt);
        return api;
      },
      setIdleExpiresAt: (at: number) => {
        login.refreshToken.idleExpiresAt = earlier(at, login.refreshToken.idleExpiresAt);
        return api;
      },
    }),
  });
  return api;
}

/** Auth0's limit. */
const MOST_COMMANDS = 4;

interface Alternatives {
  readonly additionalFactors?: readonly unknown[];
}

function factorType(factor: unknown): FactorType {
  const type = typeof factor === "object" && factor !== null && "type" in factor ? factor.type : undefined;
  // The older name.
  const name = type === "push" ? "push-notification" : type;
  const known = FACTOR_TYPES.find((other) => other === name);
  if (known === undefined) throw new Error(`Not a factor: ${format("%j", factor)}`);
  return known;
}

/** Whether some factor is wanted: all but `none` mean any, but for Duo, which is somebody else's page. */
function isProvider(provider: unknown): boolean {
  if (provider === "none") return false;
  if (provider === "any" || provider === "guardian" || provider === "google-authenticator") return true;
  throw new Error(`The local tenant has no provider of factors: ${format("%s", provider)} (docs/tenant.md)`);
}

/** Called several times, the earliest counts. */
function earlier(at: unknown, before: number | undefined): number {
  if (typeof at !== "number" || !Number.isFinite(at)) throw new Error("A time is a number of milliseconds");
  return Math.min(at, before ?? at);
}

/** What of Node and the web an Action finds. */
const WORLD = {
  AbortController,
  AbortSignal,
  atob,
  btoa,
  Buffer,
  clearTimeout,
  crypto,
  Headers,
  queueMicrotask,
  Request,
  Response,
  setTimeout,
  structuredClone,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
};

function consoleFor(action: string): object {
  const log = (...values: unknown[]): void => say({ type: "log", action, text: format(...values) });
  return { debug: log, error: log, info: log, log, warn: log };
}

const noRequire = (name: string): never => {
  throw new Error(`The local tenant's Actions have no require: ${name} (docs/tenant.md)`);
};

type Handler = (event: object, api: object) => Promise<void>;

async function run(action: DeployedAction, event: object, login: Login): Promise<void> {
  const module: { exports: { onExecutePostLogin?: Handler } } = { exports: {} };
  const world = {
    ...WORLD,
    console: consoleFor(action.name),
    fetch: fetchFor(action.name),
    module,
    exports: module.exports,
    require: noRequire,
  };
  new Script(action.code, { filename: action.name }).runInContext(createContext(world));
  const handler = module.exports.onExecutePostLogin;
  if (typeof handler !== "function") throw new Error("onExecutePostLogin is not a function");
  await handler(
    { ...structuredClone(event), secrets: { ...action.secrets }, configuration: {} },
    apiFor(login, "refresh_token" in event),
  );
}

/** Errors of another context are no instances of this one's Error. */
const messageOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);

/** Runs the flow up to the first Action that refuses the login or fails, which refuses it too, or that wants a factor. */
async function runAll({ actions, event, soFar }: ActionFlow): Promise<FlowOutcome> {
  const login: Login = {
    ...structuredClone(soFar),
    scopes: new Set(soFar.scopes),
    denied: undefined,
    failed: undefined,
    wanted: [],
  };
  let ran = 0;
  for (const action of actions) {
    ran += 1;
    try {
      await run(action, event, login);
    } catch (error) {
      if (login.denied === undefined) login.failed = action.name;
      login.denied ??= messageOf(error);
    }
    if (login.denied !== undefined || login.wanted.length > 0) break;
  }
  const { denied, failed, scopes, ...rest } = login;
  return {
    ...(denied === undefined ? {} : { denied }),
    ...(failed === undefined ? {} : { failed }),
    ...rest,
    scopes: [...scopes],
    ran,
  };
}

/** As the claims will stand in a token: what JSON cannot carry would not cross the thread either. */
const plain = (outcome: FlowOutcome): FlowOutcome => JSON.parse(JSON.stringify(outcome)) as FlowOutcome;

say({ type: "done", outcome: plain(await runAll(workerData as ActionFlow)) });
