/** The engine keeps the configuration's secrets out of its events. What the environment holds it knows nothing of. */

const SECRET_VARIABLES = [
  "AUTH0_CLIENT_SECRET",
  "AUTH0_API_TOKEN",
  "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
];

/** Below this a "secret" would take half of the words with it. */
const SHORTEST = 8;

const SHAPES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // A JSON Web Token, such as a Management API token.
  /\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g,
  /\bpul-[0-9a-f]{40}\b/g,
];

/** A text without the secrets of the environment, private keys and tokens. */
export function withoutSecrets(text: string, env: NodeJS.ProcessEnv): string {
  const values = SECRET_VARIABLES.flatMap((name) => {
    const value = env[name]?.trim() ?? "";
    return value.length < SHORTEST ? [] : [value, JSON.stringify(value).slice(1, -1)];
  });
  const named = values.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
  return SHAPES.reduce((rest, shape) => rest.replace(shape, "[secret]"), named);
}
