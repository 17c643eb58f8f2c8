#!/usr/bin/env node
// `npm run tenant`. Plain JavaScript, because it acts before TypeScript is loaded. What is compiled is cached in the system's
// temporary folder, so that later starts are quick and never load the compiler; the heap grows by little before it is collected;
// and V8's middle compiler, whose work takes 20 MB and answers no sooner, is left out. Together they keep the process under
// 120 MB (bench/README.md).
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

enableCompileCache();
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--no-maglev");
// In another thread, while this one loads the rest.
const { prepareSigningKeys } = await import("./core/signing-keys.ts");
prepareSigningKeys();
await import("./command.ts");
setFlagsFromString("--heap-growing-percent=10");
