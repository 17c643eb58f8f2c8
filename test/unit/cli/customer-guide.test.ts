/** The configuration guide for customers: Okta's four forms as golden files, and what a hostile name cannot do. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { guideOf, type GuideValues } from "../../../cli/customer-guide/guide.ts";
import { logoFromFile, logoFromUrl } from "../../../cli/customer-guide/logo.ts";
import { guideMarkdown } from "../../../cli/customer-guide/markdown.ts";
import { guidePage } from "../../../cli/customer-guide/page.ts";

const VALUES: GuideValues = {
  appName: "Acme SaaS",
  contact: "support@acme.example",
  scim: false,
  universalLogout: false,
  organizationFirst: true,
};

const FORMS: readonly [file: string, change: Partial<GuideValues>][] = [
  ["sso", { organizationFirst: false }],
  ["sso-and-universal-logout", { universalLogout: true }],
  ["sso-and-provisioning", { scim: true, organizationFirst: false }],
  ["all", { scim: true, universalLogout: true }],
];

it.each(FORMS)("of the form %s is the golden file", async (file, change) => {
  const guide = guideOf({ ...VALUES, ...change });
  const golden = (name: string) => `../../fixtures/customer-guides/${name}`;
  await expect(guideMarkdown(guide, "https://acme.example/logo.png")).toMatchFileSnapshot(golden(`${file}.md`));
  if (file === "all")
    await expect(await guidePage(guide, "data:image/png;base64,AA==")).toMatchFileSnapshot(golden("all.html"));
});

it("names exactly the buttons of what is offered", () => {
  const buttons = (change: Partial<GuideValues>) =>
    guideMarkdown(guideOf({ ...VALUES, ...change })).match(/Express Configure [A-Z &]*[A-Z]+/g);
  expect(buttons({})).toEqual(["Express Configure SSO"]);
  expect(buttons({ universalLogout: true })).toEqual(["Express Configure SSO & UL"]);
  expect(buttons({ scim: true })).toEqual(["Express Configure SSO", "Express Configure SCIM"]);
  expect(buttons({ scim: true, universalLogout: true })).toEqual([
    "Express Configure SSO & UL",
    "Express Configure SCIM",
  ]);
});

describe("a hostile name", () => {
  const guide = guideOf({ ...VALUES, appName: `<img src=x onerror=alert(1)>*[a](b)*"`, contact: "<script>x</script>" });

  it("is text on the page", async () => {
    const page = await guidePage(guide);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;*[a](b)*&quot;");
  });

  it("is text in Markdown", () => {
    const text = guideMarkdown(guide, "https://acme.example/a b>.png");
    expect(text).toContain(String.raw`\<img src=x onerror=alert(1)\>\*\[a\](b)\*"`);
    expect(text).toContain("![Logo](<https://acme.example/a%20b%3E.png>)");
    expect(text).not.toMatch(/(?<!\\)<(?!https:)/);
  });
});

describe("the logo", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "logo-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, bytes: number) => {
    writeFileSync(join(folder, name), Buffer.alloc(bytes));
    return join(folder, name);
  };
  const answer = (type: string, body = "x", status = 200) =>
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status, headers: { "content-type": type } })));
  afterEach(() => vi.unstubAllGlobals());

  it("of a file is a picture of bounded size", () => {
    expect(logoFromFile(file("a.svg", 1))).toBe("data:image/svg+xml;base64,AA==");
    expect(() => logoFromFile("a.txt")).toThrow("expected a picture: .gif, .jpeg, .jpg, .png, .svg, .webp");
    expect(() => logoFromFile(join(folder, "none.png"))).toThrow("ENOENT");
    expect(() => logoFromFile(file("b.png", 500_001))).toThrow("it has 500001 bytes, expected at most 500000");
  });

  it("of an address is fetched by https, and must be a picture", async () => {
    answer("image/png; charset=x");
    expect(await logoFromUrl("https://acme.example/logo")).toBe("data:image/png;base64,eA==");
    await expect(logoFromUrl("http://acme.example/logo")).rejects.toThrow("its address is not https");
    answer("text/html");
    await expect(logoFromUrl("https://acme.example/logo")).rejects.toThrow("it is text/html, not a picture");
    answer("image/png", "x", 404);
    await expect(logoFromUrl("https://acme.example/logo")).rejects.toThrow("status 404");
    answer("image/png", "x".repeat(500_001));
    await expect(logoFromUrl("https://acme.example/logo")).rejects.toThrow(
      "it has 500001 bytes, expected at most 500000",
    );
  });
});
