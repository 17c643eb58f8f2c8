import { existsSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { SessionHome } from "../../../src/session/home.ts";
import { PLUGIN_VERSION, attachPlugin, pluginChoice } from "../../../src/session/plugin.ts";
import type { PluginContext } from "../../../src/session/plugin.ts";
import { Processes } from "../../../src/session/processes.ts";
import { script, temporaryFolder } from "../../fixtures/scripts.ts";

async function context(environment: NodeJS.ProcessEnv): Promise<PluginContext & { lines: string[]; user: string }> {
  const user = temporaryFolder();
  const home = await SessionHome.create("okta-express");
  onTestFinished(() => home.remove());
  const lines: string[] = [];
  return {
    user,
    lines,
    home,
    engine: { command: join(user, "pulumi"), version: "3.253.0", origin: "path", languageHost: "official", env: {} },
    processes: new Processes(),
    progress: (line) => lines.push(line),
    environment: { PATH: join(user, "bin"), HOME: user, XDG_CACHE_HOME: join(user, "cache"), ...environment },
    tenantEnvironment: {},
    whyUnreachable: async (url) => `${new URL(url).host} cannot be reached`,
  };
}

const officialAt = (folder: string, version: string): string =>
  script(join(folder, "pulumi-resource-auth0"), `echo ${version}`);

describe("the official plugin", () => {
  it("is taken from the PATH, under the version that it reports", async () => {
    const session = await context({});
    const executable = officialAt(join(session.user, "bin"), "3.50.1");
    expect(await attachPlugin(undefined, session)).toEqual({ kind: "official", version: "3.50.1", environment: {} });
    const pulumiHome = session.home.environment["PULUMI_HOME"] ?? "";
    expect(readlinkSync(join(pulumiHome, "plugins/resource-auth0-v3.50.1/pulumi-resource-auth0"))).toBe(executable);
  });

  it.each([
    ["the user's Pulumi home", ".pulumi"],
    ["the sandbox's cache", "cache/okta-express/pulumi-home"],
  ])("is taken from %s", async (_where, home) => {
    const session = await context({});
    officialAt(join(session.user, home, `plugins/resource-auth0-v${PLUGIN_VERSION}`), PLUGIN_VERSION);
    expect(await attachPlugin("official", session)).toMatchObject({ kind: "official", version: PLUGIN_VERSION });
  });

  it("is not taken where the CLI has not finished its download", async () => {
    const session = await context({});
    const folder = join(session.user, ".pulumi/plugins", `resource-auth0-v${PLUGIN_VERSION}`);
    officialAt(folder, PLUGIN_VERSION);
    script(`${folder}.partial`);
    await expect(attachPlugin("official", session)).rejects.toThrow("neither on the PATH nor");
  });

  it("is downloaded into the sandbox's cache where the vendor's host answers", async () => {
    const session = await context({});
    const cache = join(session.user, "cache/okta-express/pulumi-home");
    const plugin = join(cache, `plugins/resource-auth0-v${PLUGIN_VERSION}/pulumi-resource-auth0`);
    script(
      session.engine.command,
      `[ "$*" = "plugin install resource auth0 ${PLUGIN_VERSION} --non-interactive" ] && [ "$PULUMI_HOME" = "${cache}" ] || exit 1`,
      `/bin/mkdir -p "$PULUMI_HOME/plugins/resource-auth0-v${PLUGIN_VERSION}"`,
      `printf '#!/bin/sh\\necho ${PLUGIN_VERSION}\\n' > ${plugin}; /bin/chmod +x ${plugin}`,
    );
    const attached = await attachPlugin("auto", { ...session, whyUnreachable: async () => undefined });
    expect(attached).toMatchObject({ kind: "official", version: PLUGIN_VERSION });
    expect(session.lines).toEqual([`Installing the official Auth0 plugin ${PLUGIN_VERSION} into ${cache}`]);
  });

  it("is never replaced by the stand-in where it is asked for", async () => {
    const session = await context({ AUTH0_PLUGIN: "official" });
    await expect(attachPlugin(undefined, session)).rejects.toThrow(
      `The official Auth0 plugin is asked for, but the Auth0 plugin ${PLUGIN_VERSION} is neither on the PATH nor among the ` +
        "plugins of the user's Pulumi home, and it cannot be downloaded: get.pulumi.com cannot be reached.",
    );
  });
});

describe("the choice of the plugin", () => {
  it.each([
    [undefined, {}, "auto"],
    [undefined, { AUTH0_PLUGIN: "official" }, "official"],
    ["stand-in", { AUTH0_PLUGIN: "official" }, "stand-in"],
  ] as const)("option %s and environment %j give %s", (option, environment, choice) => {
    expect(pluginChoice(option, environment)).toBe(choice);
  });

  it("refuses anything else", () => {
    expect(() => pluginChoice(undefined, { AUTH0_PLUGIN: "fake" })).toThrow(
      'AUTH0_PLUGIN is "fake"; it must be official, stand-in or auto.',
    );
  });
});

describe("a session's home", () => {
  it("goes without a trace", async () => {
    const home = await SessionHome.create("okta-express");
    expect(existsSync(home.stackFolder)).toBe(true);
    home.remove();
    expect(existsSync(join(home.stackFolder, ".."))).toBe(false);
  });
});
