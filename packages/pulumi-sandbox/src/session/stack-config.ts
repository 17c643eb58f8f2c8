// The stack's configuration file, kept outside the project: `--config-file` reads and writes it here, so that the
// project's own Pulumi.*.yaml files stay as they are.
import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";

/** A configuration value as Pulumi.STACK.yaml may have it. */
export type ConfigValue = string | number | boolean | object;

export class StackConfig {
  readonly file: string;
  readonly #project: string;
  readonly #salt: string;
  readonly #values = new Map<string, ConfigValue>();

  private constructor(file: string, project: string, salt: string) {
    this.file = file;
    this.#project = project;
    this.#salt = salt;
  }

  /** Takes over the file that `pulumi stack init` wrote, with the salt of the stack's passphrase in it, and what was set since. */
  static async open(file: string, project: string): Promise<StackConfig> {
    const { encryptionsalt: salt, config = {} } = (parse(await readFile(file, "utf8")) ?? {}) as {
      readonly encryptionsalt?: string;
      readonly config?: Readonly<Record<string, ConfigValue>>;
    };
    if (salt === undefined)
      throw new Error(`${file} has no encryptionsalt: \`pulumi stack init\` wrote another file than expected.`);
    const opened = new StackConfig(file, project, salt);
    for (const [key, value] of Object.entries(config)) opened.#values.set(key, value);
    return opened;
  }

  /** Sets a key; one without a namespace is the project's own. */
  async set(values: Readonly<Record<string, ConfigValue>>): Promise<void> {
    for (const [key, value] of Object.entries(values)) this.#values.set(this.#qualified(key), value);
    await this.#write();
  }

  async remove(key: string): Promise<void> {
    this.#values.delete(this.#qualified(key));
    await this.#write();
  }

  #qualified(key: string): string {
    return key.includes(":") ? key : `${this.#project}:${key}`;
  }

  /** JSON is YAML. */
  async #write(): Promise<void> {
    await writeFile(
      this.file,
      JSON.stringify({ encryptionsalt: this.#salt, config: Object.fromEntries(this.#values) }, undefined, 2),
    );
  }
}
