// Chromium in front of the tenant's pages, and the pictures it takes. The system's own program: nothing is downloaded.
import { createHash, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { chromium, type Browser, type BrowserContext, type Page as Tab } from "playwright-core";
import {
  pageOf,
  type Arrival,
  type Button,
  type Form,
  type Page,
  type Visitor,
} from "../../packages/local-tenant/src/visitor/index.ts";

/** A page as it was shown, as PNG files in both colour schemes. */
export interface Picture {
  readonly heading: string;
  readonly light: Buffer;
  readonly dark: Buffer;
}

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Chromium's program: CHROMIUM_PATH, else where systems keep it. Throws where CHROMIUM_PATH names no file. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment["CHROMIUM_PATH"];
  if (named === undefined || named === "") return PLACES.find((path) => existsSync(path));
  if (!existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, where there is no file`);
  return named;
}

/** As wide as a telephone: so the pictures stay readable side by side, and on one. */
const VIEWPORT = { width: 420, height: 640 };

export interface TenantPages {
  /** `https://localhost:1234`. */
  readonly origin: string;
  /** PEM of the tenant's certificate: the only one that is trusted besides the system's own. */
  readonly certificate: string;
}

export class Chromium {
  readonly version: string;
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #letSignalsBe: () => void;

  private constructor(browser: Browser, origin: string, letSignalsBe: () => void) {
    this.#browser = browser;
    this.#origin = origin;
    this.#letSignalsBe = letSignalsBe;
    this.version = browser.version();
  }

  /** Starts it with a profile of its own, which goes when it closes. It can reach the tenant's host and no other. */
  static async start(executablePath: string, { origin, certificate }: TenantPages): Promise<Chromium> {
    const key = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
    const browser = await chromium.launch({
      executablePath,
      // Playwright would go on after two of them; see endWithSignals.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${new URL(origin).hostname}`,
        `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
      ],
    });
    return new Chromium(browser, origin, endWithSignals());
  }

  /** A person who has never been there: no cookies. Each page that they see goes to `onPage`. */
  async person(onPage: (picture: Picture) => void): Promise<ChromiumVisitor> {
    const context = await this.#browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 2, locale: "en-GB" });
    return new ChromiumVisitor(context, this.#origin, onPage);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#letSignalsBe();
  }
}

/**
 * Has a signal end this process by its exit, at which Playwright ends the browser and removes its profile: a process that a
 * signal ends outright has no exit. Gives what takes it back.
 */
function endWithSignals(): () => void {
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map(
    (signal) => [signal, () => process.exit(128 + constants.signals[signal])] as const,
  );
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  };
}

export class ChromiumVisitor implements Visitor {
  readonly #context: BrowserContext;
  readonly #origin: string;
  readonly #onPage: (picture: Picture) => void;
  #tab: Tab | undefined;
  #shown: Page | undefined;

  constructor(context: BrowserContext, origin: string, onPage: (picture: Picture) => void) {
    this.#context = context;
    this.#origin = origin;
    this.#onPage = onPage;
  }

  /** In a new tab: the last one may still show that the address it was sent to does not exist. */
  async open(url: URL): Promise<Arrival> {
    await this.#tab?.close();
    const tab = await this.#context.newPage();
    this.#tab = tab;
    return this.#arrival(tab, () => tab.goto(url.href));
  }

  submit(form: Form, values: Readonly<Record<string, string>>, button?: Button): Promise<Arrival> {
    const tab = this.#tab;
    const position = this.#shown?.forms.indexOf(form) ?? -1;
    if (tab === undefined || position < 0) throw new Error("That form is not on the page shown");
    const shown = tab.locator("form").nth(position);
    return this.#arrival(tab, async () => {
      for (const [name, value] of Object.entries(values)) await shown.locator(`input[name="${name}"]`).fill(value);
      const pressed = button === undefined ? 0 : form.buttons.indexOf(button);
      await shown.locator("button").nth(pressed).click({ noWaitAfter: true });
    });
  }

  /** Where `act` leads: to the next page of the tenant's, or to another host, which cannot be reached. */
  async #arrival(tab: Tab, act: () => Promise<unknown>): Promise<Arrival> {
    const away = new Promise<URL>((resolve) => {
      tab.on("requestfailed", (request) => {
        if (request.isNavigationRequest() && request.frame() === tab.mainFrame()) resolve(new URL(request.url()));
      });
    });
    const loaded = tab.waitForEvent("load").then(() => undefined);
    const failed = act().then(
      () => new Promise<never>(() => undefined),
      (error: unknown) => {
        // That host's name has no address here: the failed request says where it was to go.
        if (error instanceof Error && error.message.includes("ERR_NAME_NOT_RESOLVED")) return away;
        throw error;
      },
    );
    const address = await Promise.race([away, loaded, failed]);
    // What is still awaited ends with the tab.
    loaded.catch(() => undefined);
    if (address !== undefined) {
      if (address.origin === this.#origin) throw new Error(`${address.origin} does not answer the browser`);
      return { away: address };
    }
    const page = pageOf(await tab.content(), new URL(tab.url()));
    this.#shown = page;
    this.#onPage({ heading: page.heading, ...(await pictures(tab)) });
    return { page };
  }
}

async function pictures(tab: Tab): Promise<Pick<Picture, "light" | "dark">> {
  const shoot = async (colorScheme: "light" | "dark"): Promise<Buffer> => {
    await tab.emulateMedia({ colorScheme });
    return tab.screenshot({ fullPage: true });
  };
  return { dark: await shoot("dark"), light: await shoot("light") };
}
