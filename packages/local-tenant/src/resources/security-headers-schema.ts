// The tenant's security headers, by the SDK's type TenantSettingsNullableSecurityHeaders.
import { z } from "zod";

const policy = z.strictObject({
  mode: z.enum(["enforcing", "reporting"]).optional(),
  directives: z.record(z.string(), z.array(z.string())).optional(),
  flags: z.array(z.enum(["upgrade-insecure-requests", "block-all-mixed-content"])).optional(),
  reporting: z.strictObject({ report_uri: z.string().optional(), report_to_group: z.string().optional() }).nullish(),
});

const reportTo = z.strictObject({
  group: z.string().optional(),
  max_age: z.int().optional(),
  endpoints: z.array(z.strictObject({ url: z.string().optional() })).optional(),
});

export const securityHeaders = z.strictObject({
  content_security_policy: z
    .strictObject({
      enabled: z.boolean().optional(),
      policies: z.array(policy).optional(),
      reporting_infrastructure: z
        .strictObject({
          report_to: reportTo.nullish(),
          reporting_endpoints: z.record(z.string(), z.string()).optional(),
        })
        .nullish(),
    })
    .nullish(),
  x_xss_protection: z
    .strictObject({
      enabled: z.boolean().optional(),
      mode: z.enum(["block"]).optional(),
      report_uri: z.string().optional(),
    })
    .nullish(),
});
