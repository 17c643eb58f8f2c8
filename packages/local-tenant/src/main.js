#!/usr/bin/env node
// `npm run tenant`. Plain JavaScript, because it acts before TypeScript is loaded: what is compiled is cached in the
// system's temporary folder, so that later starts are quick and never load the compiler; and the heap
// grows by little before it is collected. Together they keep the process under 120 MB (bench/README.md).
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

enableCompileCache();
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--heap-growing-percent=10");

await import("./command.ts");
