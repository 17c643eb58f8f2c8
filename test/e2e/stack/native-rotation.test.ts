import { NATIVE_CONFIG, nativeIds } from "../support/native-world.ts";
import { rotates } from "../support/rotation.ts";

rotates(
  { config: NATIVE_CONFIG },
  async (session) => (await nativeIds(session)).client,
  "express-native-oin-credentials",
);
