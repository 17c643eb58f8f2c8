/** The policy pack that `--policy-pack` starts. */
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./index.ts";

new PolicyPack("okta-express", { enforcementLevel: "mandatory", policies });
