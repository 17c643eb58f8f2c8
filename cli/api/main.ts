/** One request to the tenant's Management API with the stack's credentials: what the other commands print as a remedy. */
import type { CommonOptions } from "../command.ts";
import { WrongUsage } from "../usage.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, problem } from "../findings.ts";
import { report } from "../answer.ts";
import { Stack } from "../stack.ts";
import { signIn } from "../tenant.ts";
import { previousFlavourIn } from "../../config/previous.ts";

export interface Options extends CommonOptions {
  readonly data?: string;
}

export async function main({ stack: name, json = false, data }: Options, args: readonly unknown[]): Promise<ExitCode> {
  const [method, path] = args as readonly [string, string];
  const body = data === undefined ? undefined : jsonOf(data);
  const stack = await Stack.open(name);
  const end = (findings: readonly Finding[], values: Readonly<Record<string, unknown>>): ExitCode => {
    report({ command: "api", stack: stack.name, findings, values }, json);
    return EXIT.findings;
  };

  if (method === "delete") {
    const refusal = await refuseOinClient(stack, path);
    if (refusal !== undefined) return end([refusal], {});
  }
  const { domain, credentials } = await stack.credentials();
  const tenant = await signIn(domain, credentials);
  const answer = await tenant.request(method.toUpperCase(), path.replace(/^\/?(api\/v2\/)?/, ""), body);
  const shown = withoutSecrets(answer.body);
  const values = { status: answer.status, ...(shown === undefined ? {} : { answer: shown }) };
  if (answer.status >= 300) {
    return end(
      [
        problem(
          "api",
          `${domain} answered ${answer.status}: ${messageOf(answer.body)}.`,
          wayOn(answer.status, stack.name),
        ),
      ],
      values,
    );
  }
  if (json) report({ command: "api", stack: stack.name, findings: [], values }, json);
  else process.stdout.write(shown === undefined ? `${answer.status}\n` : `${JSON.stringify(shown, undefined, 2)}\n`);
  return EXIT.ok;
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new WrongUsage(
      '--data is not JSON. In a shell it takes single quote marks around it: --data \'{"name":"…"}\'',
    );
  }
}

/** The client that Okta knows by its ID is deleted by `teardown` only, which says what that does to Okta's customers. */
async function refuseOinClient(stack: Stack, path: string): Promise<Finding | undefined> {
  const held = previousFlavourIn((await stack.state()).outputs);
  const clientId = Object.values(held?.oinClients ?? {}).find((id) =>
    new RegExp(`^/?(api/v2/)?clients/${id}/?$`).test(path),
  );
  if (clientId === undefined || clientId === held?.released) return undefined;
  return problem(
    "api",
    `${clientId} is the OIN client of stack ${stack.name}, which Okta knows by its client ID. It is not deleted here. The way out, which says what it does to Okta's customers:`,
    `npm run teardown -- --stack ${stack.name}`,
    { clientId },
  );
}

function wayOn(status: number, stack: string): string | undefined {
  return status === 401 || status === 403 ? `npm run doctor -- --stack ${stack}` : undefined;
}

function messageOf(body: unknown): string {
  const { message } = (body ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message.replace(/\.$/, "") : "no reason given";
}

/** What signs in or decrypts stays out of terminals and logs. */
function withoutSecrets(body: unknown): unknown {
  if (body === undefined) return undefined;
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) =>
      typeof value === "string" && /secret$|^signing_secret|^password|^token$|private_key$/.test(key)
        ? "(not shown)"
        : value,
    ),
  );
}
