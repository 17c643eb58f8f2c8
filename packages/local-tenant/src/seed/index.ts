// Seeds for callers outside this folder.
export { populatedSeed, SERVICE_APP_CLIENT_ID } from "./populated.ts";
export { populatedOutside } from "./populated-outside.ts";
export { seedSchema, type Seed } from "./seed.ts";
