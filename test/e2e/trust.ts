// Lets clients in this process trust a local tenant's certificate, as NODE_EXTRA_CA_CERTS does for a process of its own.
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { Tenant } from "../../packages/local-tenant/src/index.ts";

export function trust(tenant: Tenant): void {
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
}
