// The language host as the engine sees it: over gRPC, with a program whose SDK is a small stand-in that shows what it
// was started with.
import { credentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import { version as sdkVersion } from "@pulumi/pulumi/version.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { serveLanguageHost } from "../../src/engine/language-host/server.ts";
import { temporaryFolder } from "../fixtures/scripts.ts";

/** A program folder whose SDK's entry point, for what `kind` names, is the given JavaScript. */
function programWith(entryPoint: string, kind: "run" | "run-plugin" | "run-policy-pack" = "run"): string {
  const folder = temporaryFolder();
  const run = join(folder, "node_modules/@pulumi/pulumi/cmd", kind);
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, "index.js"), entryPoint);
  return folder;
}

function writePackage(folder: string, name: string, manifest: object): void {
  const target = join(folder, "node_modules", name);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "package.json"), JSON.stringify({ name, version: "1.0.0", ...manifest }));
}

interface Host {
  client: InstanceType<typeof languageGrpc.LanguageRuntimeClient>;
  printed: { stdout: string; stderr: string };
}

async function host(): Promise<Host> {
  const printed = { stdout: "", stderr: "" };
  const server = await serveLanguageHost({
    startedBy: {
      engineAddress: "127.0.0.1:1",
      tracing: "",
      output: (stream, chunk) => void (printed[stream] += chunk.toString()),
    },
    env: { ...process.env, OWN: "environment" },
  });
  const client = new languageGrpc.LanguageRuntimeClient(`127.0.0.1:${server.port}`, credentials.createInsecure());
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  return { client, printed };
}

/** A unary call as a promise. */
function call<Response>(
  send: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}

function programInfo(
  folder: string,
  options: Record<string, string | boolean> = { typescript: false },
): language.ProgramInfo {
  return new messages.ProgramInfo()
    .setRootDirectory(folder)
    .setProgramDirectory(folder)
    .setEntryPoint("index.ts")
    .setOptions(struct.Struct.fromJavaScript(options));
}

function runRequest(folder: string, options?: Record<string, string | boolean>): language.RunRequest {
  const request = new messages.RunRequest()
    .setInfo(programInfo(folder, options))
    .setMonitorAddress("127.0.0.1:2")
    .setProject("okta-express")
    .setStack("dev")
    .setOrganization("organization")
    .setParallel(8)
    .setDryrun(true)
    .setArgsList(["extra"])
    .setConfigsecretkeysList(["okta-express:token"]);
  request
    .getConfigMap()
    .set("auth0:domain", "localhost:1")
    .set("okta-express:scim", "true")
    .set("okta-express:config:old", "x");
  return request;
}

const run = ({ client }: Host, request: language.RunRequest): Promise<language.RunResponse> =>
  call((done) => client.run(request, done));

describe("running a program", () => {
  it("starts the SDK's entry point with addresses, names and configuration", async () => {
    const folder = programWith(
      `const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, OWN } = process.env;
       console.log(JSON.stringify({ args: process.argv.slice(2), execArgv: process.execArgv, OWN, typescript: PULUMI_NODEJS_TYPESCRIPT,
         config: JSON.parse(PULUMI_CONFIG), secrets: JSON.parse(PULUMI_CONFIG_SECRET_KEYS) }));`,
    );
    const started = await host();
    const response = await run(
      started,
      runRequest(folder, { typescript: false, nodeargs: `--no-warnings --title="a title"` }),
    );
    expect(response.toObject()).toMatchObject({ error: "", bail: false });
    expect(JSON.parse(started.printed.stdout)).toEqual({
      args: [
        ...[
          "--monitor",
          "127.0.0.1:2",
          "--engine",
          "127.0.0.1:1",
          "--organization",
          "organization",
          "--project",
          "okta-express",
        ],
        ...[
          "--root-directory",
          folder,
          "--stack",
          "dev",
          "--pwd",
          folder,
          "--parallel",
          "8",
          "--dry-run",
          "index.ts",
          "extra",
        ],
      ],
      execArgv: ["--no-warnings", "--title=a title"],
      OWN: "environment",
      config: {
        "auth0:config:domain": "localhost:1",
        "okta-express:config:scim": "true",
        "okta-express:config:old": "x",
      },
      secrets: ["okta-express:token"],
    });
  });

  it.each([
    ["succeeds", "", { error: "", bail: false }],
    ["has told the user already", "process.exit(32)", { error: "", bail: true }],
    ["fails untold", "process.exit(3)", { error: "Program exited with non-zero exit code: 3", bail: false }],
    [
      "is killed",
      "process.kill(process.pid, 'SIGKILL')",
      { error: "Program was ended by signal SIGKILL", bail: false },
    ],
  ])("answers as the official host where the program %s", async (_what, code, expected) => {
    expect((await run(await host(), runRequest(programWith(code)))).toObject()).toMatchObject(expected);
  });

  it("names a lack of memory", async () => {
    const response = await run(
      await host(),
      runRequest(programWith("console.error('<--- Last few GCs --->'); process.exit(134)")),
    );
    expect(response.getError()).toMatch(
      /^Program exited with non-zero exit code: 134\. Detected a possible out of memory error\./,
    );
  });

  it("passes on what the program prints", async () => {
    const started = await host();
    await run(started, runRequest(programWith("console.log('out'); console.error('err')")));
    expect(started.printed).toEqual({ stdout: "out\n", stderr: "err\n" });
  });

  it("interrupts the program when the engine cancels, and runs the next one", async () => {
    const started = await host();
    const running = run(started, runRequest(programWith("console.log('up'); setInterval(() => {}, 1000)")));
    while (started.printed.stdout === "") await new Promise((resolve) => setTimeout(resolve, 10));
    await call<unknown>((done) => started.client.cancel(new empty.Empty(), done));
    expect((await running).getError()).toBe("Program was ended by signal SIGINT");
    expect((await run(started, runRequest(programWith("")))).getError()).toBe("");
  });

  it("says what to do where the SDK is not installed", async () => {
    const folder = temporaryFolder();
    await expect(run(await host(), runRequest(folder))).rejects.toMatchObject({
      details: `@pulumi/pulumi is not installed for the program in ${folder}. Has npm ci (or npm install) been run there?`,
    });
  });

  it.each([
    [{ typescript: "yes" }, "typescript option must be a boolean"],
    [{ nodeargs: true }, "nodeargs option must be a string"],
  ])("refuses runtime options %j", async (options, details) => {
    await expect(run(await host(), runRequest(programWith(""), options))).rejects.toMatchObject({ details });
  });

  it("asks for ts-node unless the project says that Node runs its TypeScript", async () => {
    const started = await host();
    await run(started, runRequest(programWith("console.log(process.env.PULUMI_NODEJS_TYPESCRIPT)"), {}));
    expect(started.printed.stdout).toBe("true\n");
  });
});

describe("running a policy pack or a plugin", () => {
  const SHOW =
    "console.log(JSON.stringify([process.argv.slice(2), process.cwd(), process.env.OWN, process.env.GIVEN])); console.error('err');";

  /** What it printed and how it ended. */
  async function plugin({ client }: Host, request: language.RunPluginRequest) {
    const seen = { stdout: "", stderr: "", exitCode: -1 };
    const call = client.runPlugin(request);
    call.on("data", (response: language.RunPluginResponse) => {
      if (response.hasStdout()) seen.stdout += Buffer.from(response.getStdout_asU8()).toString();
      if (response.hasStderr()) seen.stderr += Buffer.from(response.getStderr_asU8()).toString();
      if (response.hasExitcode()) seen.exitCode = response.getExitcode();
    });
    await new Promise<void>((resolve, reject) => call.once("end", resolve).once("error", reject));
    return seen;
  }
  const request = (folder: string, kind: string) =>
    new messages.RunPluginRequest()
      .setInfo(programInfo(folder))
      .setPwd(process.cwd())
      .setKind(kind)
      .setEnvList(["GIVEN=a=b"])
      .setArgsList(["127.0.0.1:1"]);

  it("starts a policy pack in its own folder, which comes last", async () => {
    const folder = programWith(SHOW, "run-policy-pack");
    const { stdout, ...rest } = await plugin(await host(), request(folder, "analyzer"));
    expect(JSON.parse(stdout)).toEqual([["127.0.0.1:1", folder], folder, "environment", "a=b"]);
    expect(rest).toEqual({ stderr: "err\n", exitCode: 0 });
  });

  it("starts a plugin where the engine says, its folder first", async () => {
    const folder = programWith(`${SHOW} process.exit(3);`, "run-plugin");
    const { stdout, ...rest } = await plugin(await host(), request(folder, "resource"));
    expect(JSON.parse(stdout)).toEqual([[folder, "127.0.0.1:1"], process.cwd(), "environment", "a=b"]);
    expect(rest).toEqual({ stderr: "err\n", exitCode: 3 });
  });

  it("ends it when the engine ends the call", async () => {
    const folder = programWith("console.log(process.pid); setInterval(() => {}, 1000)", "run-policy-pack");
    const running = (await host()).client.runPlugin(request(folder, "analyzer"));
    running.on("error", () => undefined);
    const pid = await new Promise<number>((resolve) =>
      running.once("data", (response: language.RunPluginResponse) =>
        resolve(Number(Buffer.from(response.getStdout_asU8()).toString())),
      ),
    );
    running.cancel();
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 10_000 });
  });

  it("says what to do where the SDK is not installed", async () => {
    const folder = temporaryFolder();
    await expect(plugin(await host(), request(folder, "analyzer"))).rejects.toThrow(
      `@pulumi/pulumi is not installed for the program in ${folder}.`,
    );
  });
});

describe("what a program depends on", () => {
  it("is read from its node_modules: plugins of Pulumi packages, nested and third parties' too", async () => {
    const folder = temporaryFolder();
    writePackage(folder, "@pulumi/auth0", { version: "3.49.0", pulumi: { resource: true } });
    writePackage(folder, "left-pad", {});
    writePackage(folder, "third/party", {});
    writePackage(folder, "third-party", {
      pulumi: { resource: true, name: "third", version: "v2.0.0", server: "https://plugins.example" },
    });
    writePackage(join(folder, "node_modules/left-pad"), "nested", { pulumi: { resource: true, name: "nested" } });
    writePackage(folder, "nameless", { pulumi: { resource: true } });
    const { client } = await host();
    const request = new messages.GetRequiredPackagesRequest().setInfo(programInfo(folder));
    const response = await call<language.GetRequiredPackagesResponse>((done) =>
      client.getRequiredPackages(request, done),
    );
    const found = response
      .getPackagesList()
      .map((item) => [item.getKind(), item.getName(), item.getVersion(), item.getServer()]);
    expect(found.toSorted()).toEqual([
      ["resource", "auth0", "v3.49.0", ""],
      ["resource", "nested", "v1.0.0", ""],
      ["resource", "third", "v2.0.0", "https://plugins.example"],
    ]);
  });

  it.each([
    [false, ["direct 1.0.0"]],
    [true, ["direct 1.0.0", "transitive 1.0.0"]],
  ])("is listed, transitive %s", async (transitive, expected) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "own", dependencies: { direct: "1" } }));
    writePackage(folder, "direct", {});
    writePackage(folder, "transitive", {});
    const { client } = await host();
    const request = new messages.GetProgramDependenciesRequest()
      .setInfo(programInfo(folder))
      .setTransitivedependencies(transitive);
    const response = await call<language.GetProgramDependenciesResponse>((done) =>
      client.getProgramDependencies(request, done),
    );
    expect(
      response
        .getDependenciesList()
        .map((item) => `${item.getName()} ${item.getVersion()}`)
        .toSorted(),
    ).toEqual(expected);
  });
});

describe("the host about itself", () => {
  it("gives the SDK's version, this Node and npm", async () => {
    const { client } = await host();
    expect(
      (await call<{ getVersion(): string }>((done) => client.getPluginInfo(new empty.Empty(), done))).getVersion(),
    ).toBe(sdkVersion);
    const request = new messages.AboutRequest().setInfo(programInfo(temporaryFolder()));
    const about = await call<language.AboutResponse>((done) => client.about(request, done));
    expect(about.getExecutable()).toBe(process.execPath);
    expect(about.getVersion()).toBe(process.version);
    expect(about.getMetadataMap().get("packagemanager")).toBe("npm");
  });
});
