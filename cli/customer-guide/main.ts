/** The configuration guide for the publisher's customers, from what the stack declares; it reads one app and writes a file or standard output. */
import { writeFileSync } from "node:fs";
import type { CommonOptions } from "../command.ts";
import { WrongUsage } from "../usage.ts";
import { guideOf } from "./guide.ts";
import { logoFromFile, logoFromUrl } from "./logo.ts";
import { guideMarkdown } from "./markdown.ts";
import { guidePage } from "./page.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, findingsText, notice, ok, problem } from "../findings.ts";
import { report } from "../answer.ts";
import { Stack } from "../stack.ts";
import { signIn } from "../tenant.ts";
import { paletteOf, print } from "../terminal.ts";
import { userPath } from "../user-path.ts";
import { connectionFeatures } from "../../tenant/connection-features.ts";
import { findServiceApp } from "../../tenant/service-app.ts";

export interface Options extends CommonOptions {
  readonly contact?: string;
  readonly format: "markdown" | "html";
  readonly logo?: string;
  readonly output?: string;
}

export async function main({
  stack: name,
  json = false,
  contact = "",
  format,
  logo: file,
  output,
}: Options): Promise<ExitCode> {
  const stack = await Stack.open(name);
  const findings: Finding[] = [];
  let embedded = file === undefined ? undefined : fromFile(file);
  const { configuration, credentials } = await stack.configuration();
  const { api } = await signIn(configuration.domain, credentials);
  const found = await findServiceApp(api, configuration.serviceApp);
  if ("expected" in found) {
    report(
      { command: "customer-guide", stack: stack.name, findings: [problem("app", found.expected, found.mend)] },
      json,
    );
    return EXIT.findings;
  }
  const app = await api.clients.get(found.clientId, { fields: "name,logo_uri", include_fields: true });
  const features = await connectionFeatures(api, configuration);
  const guide = guideOf({
    appName: app.name ?? found.name,
    contact,
    scim: configuration.scim,
    universalLogout: features.includes("universal_logout"),
    organizationFirst: configuration.flavour !== "guide" && configuration.adminLoginFlow === "pre_login_prompt",
  });

  if (format === "html" && embedded === undefined && app.logo_uri !== undefined) {
    embedded = await logoFromUrl(app.logo_uri).catch((error: unknown) => {
      findings.push(
        notice(
          "logo",
          `The app's logo ${app.logo_uri ?? ""} was left out: ${messageOf(error)}. --logo <file> names another.`,
        ),
      );
      return undefined;
    });
  }
  const written = format === "html" ? await guidePage(guide, embedded) : guideMarkdown(guide, app.logo_uri);
  if (output !== undefined) writeFileSync(userPath(output), written);
  if (json) {
    const done = ok(
      "customer-guide",
      output === undefined ? "The guide is in this document." : `Written to ${output}.`,
    );
    report(
      { command: "customer-guide", stack: stack.name, findings: [...findings, done], values: { guide, text: written } },
      true,
    );
    return EXIT.ok;
  }
  if (output === undefined) process.stdout.write(written);
  else print(process.stderr, `Written to ${output}.\n`);
  if (findings.length > 0) print(process.stderr, `\n${findingsText(findings, paletteOf(process.stderr))}`);
  return EXIT.ok;
}

function fromFile(file: string): string {
  try {
    return logoFromFile(userPath(file));
  } catch (error) {
    throw new WrongUsage(`--logo ${file}: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
