import { NATIVE_CONFIG, nativeIds } from "./native-world.ts";
import { rotates } from "./rotation.ts";

rotates(
  { config: NATIVE_CONFIG },
  async (session) => (await nativeIds(session)).client,
  "express-native-oin-credentials",
);
