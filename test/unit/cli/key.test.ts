import { describe, expect, it } from "vitest";
import { firstKey } from "../../../cli/key/first-key.ts";

const named = (keyId: string) => ({ file: `${keyId}.pem`, pem: "PEM", keyId });

describe("a key file that is given to a stack", () => {
  it("is its first key, one that it names already, or a change of keys", () => {
    expect(firstKey([], "a")).toBe("add");
    expect(firstKey([named("a")], "a")).toBe("named");
    expect(firstKey([named("b"), named("a")], "a")).toBe("named");
    expect(firstKey([named("b")], "a")).toBe("another");
  });
});
