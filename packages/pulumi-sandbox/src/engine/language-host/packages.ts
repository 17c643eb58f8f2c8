// What a program depends on, read from its node_modules: Pulumi packages that need a plugin, and the npm packages.
import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import languageMessages from "@pulumi/pulumi/proto/language_pb.js";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { z } from "zod";

const parameterization = z.object({ name: z.string(), version: z.string(), value: z.string() });

/** The parts of a package.json that matter here. */
const manifestSchema = z.object({
  name: z.string().default(""),
  version: z.string().default(""),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  pulumi: z
    .object({
      resource: z.boolean().default(false),
      name: z.string().optional(),
      version: z.string().optional(),
      server: z.string().optional(),
      parameterization: parameterization.optional(),
    })
    .optional()
    .catch(undefined),
});
type Manifest = z.infer<typeof manifestSchema>;

/** What is installed for a program. */
export interface Installed {
  /** The program's own package.json. */
  own: Manifest | undefined;
  /** Of every package in the node_modules nearest to the program, nested ones included. */
  manifests: readonly Manifest[];
}

/** The provider plugins that the installed packages stand for. */
export function requiredPackages({ manifests }: Installed): plugin.PackageDependency[] {
  return manifests.flatMap((manifest) => packageDependency(manifest) ?? []);
}

/** The npm packages of the program: those it names itself, or all that are installed. */
export function programDependencies({ own, manifests }: Installed, transitive: boolean): language.DependencyInfo[] {
  const direct = new Set(Object.keys({ ...own?.dependencies, ...own?.devDependencies }));
  return manifests
    .filter(({ name, version }) => version !== "" && (transitive || direct.has(name)))
    .map(({ name, version }) => new languageMessages.DependencyInfo().setName(name).setVersion(version));
}

/** Reads what is installed for a program, once while npm has not installed anything else since. */
export function packageScan(): (programDirectory: string) => Promise<Installed> {
  const scans = new Map<string, { stamp: number; installed: Promise<Installed> }>();
  return async (programDirectory) => {
    const nodeModules = await nearestNodeModules(programDirectory);
    // npm writes this file at the end of every installation.
    const stamp = (await stat(join(nodeModules, ".package-lock.json")).catch(() => undefined))?.mtimeMs ?? Number.NaN;
    const known = scans.get(programDirectory);
    if (known?.stamp === stamp) return known.installed;
    const installed = Promise.all([
      readManifest(join(programDirectory, "package.json")),
      manifestsIn(nodeModules),
    ]).then(([own, manifests]) => ({ own, manifests }));
    scans.set(programDirectory, { stamp, installed });
    return installed;
  };
}

function packageDependency({ name, version, pulumi }: Manifest): plugin.PackageDependency | undefined {
  if (!pulumi?.resource) return undefined;
  const pluginVersion = pulumi.version ?? version;
  // A third party's package says its plugin's name itself; only @pulumi's own may leave it to the package's name.
  const pluginName = pulumi.name ?? (name.startsWith("@pulumi/") ? name.slice("@pulumi/".length) : undefined);
  if (pluginName === undefined || pluginVersion === "") return undefined;
  const dependency = new pluginMessages.PackageDependency()
    .setKind("resource")
    .setName(pluginName)
    .setVersion(pluginVersion.startsWith("v") ? pluginVersion : `v${pluginVersion}`)
    .setServer(pulumi.server ?? "");
  if (pulumi.parameterization) {
    const { name: parameterized, version: parameterVersion, value } = pulumi.parameterization;
    dependency.setParameterization(
      new pluginMessages.PackageParameterization().setName(parameterized).setVersion(parameterVersion).setValue(value),
    );
  }
  return dependency;
}

async function nearestNodeModules(programDirectory: string): Promise<string> {
  for (let directory = programDirectory; ; directory = dirname(directory)) {
    const nodeModules = join(directory, "node_modules");
    if (existsSync(nodeModules) || dirname(directory) === directory) return nodeModules;
  }
}

async function manifestsIn(nodeModules: string): Promise<Manifest[]> {
  const folders = await packageFolders(nodeModules);
  const found = await Promise.all(
    folders.map(async (folder) => {
      const [manifest, nested] = await Promise.all([
        readManifest(join(folder, "package.json")),
        manifestsIn(join(folder, "node_modules")),
      ]);
      return manifest ? [manifest, ...nested] : nested;
    }),
  );
  return found.flat();
}

/** `node_modules/NAME` and `node_modules/@SCOPE/NAME`; none where there is no such folder. */
async function packageFolders(nodeModules: string): Promise<string[]> {
  const names = (await readdir(nodeModules).catch(() => [])).filter((name) => !name.startsWith("."));
  const folders = await Promise.all(
    names.map(async (name) => {
      const folder = join(nodeModules, name);
      return name.startsWith("@")
        ? (await readdir(folder).catch(() => [])).map((inScope) => join(folder, inScope))
        : [folder];
    }),
  );
  return folders.flat();
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Not a package (a stray file or folder in node_modules), or one whose manifest npm itself could not use.
    return undefined;
  }
}
