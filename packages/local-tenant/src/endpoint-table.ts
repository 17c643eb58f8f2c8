// Every endpoint with the scopes that open it, as a Markdown table: docs/endpoints.md is this text.
import { ENDPOINTS } from "./resources/index.ts";

export function endpointTable(): string {
  const rows = ENDPOINTS.map(
    ({ method, path, scopes }) => `| ${method} | \`${path}\` | ${scopes.map((scope) => `\`${scope}\``).join(" or ")} |`,
  );
  return `# Endpoints of the local tenant

Printed by \`npm run --silent tenant -- --endpoints\`. Paths are below \`/api/v2\`; any one of the scopes is enough. Client secrets
and signing keys are shown only with \`read:client_keys\`. Beside these, and with no Management API token: \`/authorize\`
and its pages, \`POST /oauth/token\`, \`POST /oauth/revoke\`, \`POST /oauth/par\`, \`/userinfo\`, \`/.well-known/jwks.json\` and
\`/.well-known/openid-configuration\`.

| Method | Path | Scope |
| --- | --- | --- |
${rows.join("\n")}
`;
}
