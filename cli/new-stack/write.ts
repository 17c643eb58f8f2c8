/** Makes the stack and its Pulumi.<stack>.yaml; where that breaks off, nothing stays. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { SECRET_CREDENTIALS, type Stack } from "../stack.ts";
import { type Answers, plainValues } from "./answers.ts";

/** Where the credentials go: into the stack's file (the secret encrypted), to an ESC environment of this name, or nowhere. */
export type CredentialsIn = "file" | "nowhere" | { readonly environment: string };

export function fileOf(stack: string): string {
  return `Pulumi.${stack.slice(stack.lastIndexOf("/") + 1)}.yaml`;
}

/** The file as it will be, for a person: a secret is not shown. */
export function preview(answers: Answers, credentialsIn: CredentialsIn): string[] {
  const kept = written(answers, credentialsIn);
  const secrets = SECRET_CREDENTIALS.filter((key) => kept[key] !== undefined);
  return [
    ...Object.entries(plainValues(kept)).map(([key, value]) => `${key}: ${value}`),
    ...secrets.map((key) => `${key}: [encrypted]`),
    ...(typeof credentialsIn === "string" ? [] : [`environment: ${credentialsIn.environment}`]),
  ];
}

export async function write(
  stack: Stack,
  answers: Answers,
  credentialsIn: CredentialsIn,
  secretsProvider?: string,
): Promise<void> {
  const kept = written(answers, credentialsIn);
  await stack.init(secretsProvider);
  try {
    await stack.setConfiguration(plainValues(kept));
    for (const key of SECRET_CREDENTIALS) {
      const value = kept[key];
      if (value !== undefined) await stack.setSecret(key, value);
    }
    if (typeof credentialsIn !== "string") importEnvironment(stack, credentialsIn.environment);
  } catch (error) {
    await stack.remove();
    throw error;
  }
}

/** The commands that make the ESC environment; the secret is typed, or piped, where it is asked for. */
export function environmentCommands(environment: string, { "auth0:clientId": clientId = "" }: Answers): string[] {
  return [
    `pulumi env init ${environment}`,
    `pulumi env set ${environment} 'pulumiConfig["auth0:clientId"]' ${clientId} --string`,
    `pulumi env set ${environment} 'pulumiConfig["auth0:clientSecret"]' --secret --string --file -`,
  ];
}

/** The answers that go into the file: all, or all but the credentials. */
function written(answers: Answers, credentialsIn: CredentialsIn): Answers {
  if (credentialsIn === "file") return answers;
  const credentials = ["auth0:clientId", ...SECRET_CREDENTIALS];
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !credentials.includes(key)));
}

function importEnvironment({ folder, name }: Stack, environment: string): void {
  const file = join(folder, fileOf(name));
  const document = parseDocument(readFileSync(file, "utf8"));
  document.set("environment", [environment]);
  writeFileSync(file, document.toString());
}
