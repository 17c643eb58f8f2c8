// The page at `/`, and the colours and logos that all pages wear.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { brandingOf } from "../../../src/login/branding.ts";
import { DEFAULT_COLORS, textOn } from "../../../src/login/style.ts";
import { openLoginWorld, PASSWORD, type LoginWorld } from "./world.ts";

let world: LoginWorld;
beforeAll(async () => {
  world = await openLoginWorld();
});
afterAll(() => world.tenant.stop());
beforeEach(() => world.tenant.reset());

/** The cells of each row, as text. */
async function rows(): Promise<string[][]> {
  const { status, text, headers } = await world.request("/");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  return [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]*>/g, "").trim()),
  );
}

describe("the start page", () => {
  test("says what is there and who can sign in, with which password", async () => {
    const shown = await rows();
    expect(shown).toContainEqual(["Organizations", "2", "Acme &amp; Sons, globex"]);
    expect(shown).toContainEqual(["Roles", "2", "Writer, Reader"]);
    expect(shown).toContainEqual(["bob@people.example", PASSWORD, "people", "acme, globex"]);
    expect(shown).toContainEqual(["eve@people.example", "Another-4-a-test", "staff", "acme"]);
  });

  test("does not show a password that holds no more, and marks a blocked user", async () => {
    await world.api("PATCH", "users/auth0%7Ccarol", { password: "Changed-4-a-test", connection: "people" });
    await world.api("PATCH", "users/auth0%7Ccarol", { blocked: true });
    expect(await rows()).toContainEqual([
      "carol@people.example (blocked)",
      "not known here: not from the seed",
      "people",
      "",
    ]);
  });

  test("shows the last writes, the newest first", async () => {
    const authorization = `Bearer ${world.tenant.managementToken}`;
    for (const name of ["First", "Second"])
      await world.request("/api/v2/roles", {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ name }),
      });
    await world.request("/api/v2/roles", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const writes = (await rows()).filter(([, request]) => request === "POST /api/v2/roles");
    expect(writes.map(([, , status]) => status)).toEqual(["401", "200", "200"]);
  });
});

describe("branding", () => {
  const settings = { friendly_name: "Acme", picture_url: "https://acme.example/tenant.png" };
  const client = { name: "App", logo_uri: "https://acme.example/app.png" } as Parameters<typeof brandingOf>[1];
  const organization = {
    name: "northwind",
    branding: {
      logo_url: "https://northwind.example/logo.png",
      colors: { primary: "#fc0", page_background: "#003355" },
    },
  } as Parameters<typeof brandingOf>[2];

  test("is the organization's, else the application's logo, else the tenant's", () => {
    expect(brandingOf(settings, client, organization)).toEqual({
      tenantName: "Acme",
      owner: "northwind",
      logo: new URL("https://northwind.example/logo.png"),
      colors: { primary: "#fc0", background: "#003355" },
    });
    expect(brandingOf(settings, client)).toMatchObject({ owner: "App", colors: DEFAULT_COLORS });
    expect(brandingOf(settings).logo?.href).toBe("https://acme.example/tenant.png");
    expect(
      brandingOf({ universal_login: { colors: { primary: "#112233", page_background: "#445566" } } }).colors,
    ).toEqual({ primary: "#112233", background: "#445566" });
  });

  test.each(["red;}*{display:none", "#12345", 7, null])("takes no colour from %j", (primary) => {
    expect(brandingOf({ universal_login: { colors: { primary } } }).colors).toEqual(DEFAULT_COLORS);
  });

  test.each(["javascript:alert(1)", "http://elsewhere.example/logo.png", "no address", ""])(
    "takes no logo from %j",
    (picture_url) => {
      expect(brandingOf({ picture_url }).logo).toBeUndefined();
    },
  );

  test("text on any colour is at least 4.5 to 1 (WCAG AA)", () => {
    const luminance = (color: string) =>
      [0.2126, 0.7152, 0.0722]
        .map((weight, i) => {
          const share = Number.parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
          return weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
        })
        .reduce((a, b) => a + b);
    const steps = ["00", "33", "66", "80", "99", "cc", "ff"];
    for (const red of steps)
      for (const green of steps)
        for (const blue of steps) {
          const color = `#${red}${green}${blue}`;
          const [dark = 0, light = 0] = [luminance(color), luminance(textOn(color))].sort((a, b) => a - b);
          expect((light + 0.05) / (dark + 0.05), color).toBeGreaterThanOrEqual(4.5);
        }
    expect(textOn("#fc0")).toBe("#000000");
  });
});
