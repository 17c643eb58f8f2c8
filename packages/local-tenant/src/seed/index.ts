// Seeds for callers outside this folder.
export { livedInSeed, SERVICE_APP_CLIENT_ID } from "./lived-in.ts";
export { livedInOutside } from "./lived-in-outside.ts";
export { seedSchema, type Seed } from "./seed.ts";
