// A person in front of the login pages: what they type and press, page by page.
import type { Arrival, Form, Page, Visitor } from "./browser.ts";

export interface SignIn {
  readonly username: string;
  readonly password: string;
  /** Name of the organization, where a page asks for it, or the e-mail address that it is found by. */
  readonly organization?: string;
  /** What is pressed on the consent page. Default `accept`. */
  readonly consent?: "accept" | "decline";
  /** Which button is pressed where a factor is asked for: the first, which passes, or the one that fails. Default `pass`. */
  readonly factor?: "pass" | "fail";
}

/** What the person saw. */
export interface Visit {
  /** Headings of the pages, in their order. */
  readonly pages: readonly string[];
  /** Lines of the consent page; empty where there was none. */
  readonly consent: readonly string[];
  /** Where the browser was sent at the end. */
  readonly callback: URL;
}

/** A page that the person cannot get past. */
export class StuckOnPage extends Error {
  override readonly name = "StuckOnPage";
  readonly page: Page;

  constructor(page: Page) {
    super(
      `The person is stuck on the page "${page.heading}"${page.alert === undefined ? offers(page) : `: ${page.alert}`}`,
    );
    this.page = page;
  }
}

/** What could be pressed, where the page itself says nothing. */
function offers({ forms }: Page): string {
  const buttons = forms.flatMap((form) => form.buttons.map(({ text }) => text));
  return buttons.length === 0 ? "" : `, which offers: ${buttons.join(", ")}`;
}

/** Goes from the address of the login to the callback. Throws StuckOnPage. */
export async function signIn(browser: Visitor, address: URL, person: SignIn): Promise<Visit> {
  const pages: string[] = [];
  let consent: readonly string[] = [];
  let arrival = await browser.open(address);
  while ("page" in arrival) {
    const { page } = arrival;
    const said = page.alert !== undefined;
    pages.push(page.heading);
    const form = page.forms[0];
    if (said || form === undefined) throw new StuckOnPage(page);
    if (isConsent(form)) consent = page.items;
    arrival = await fill(browser, page, form, person);
  }
  return { pages, consent, callback: arrival.away };
}

const isConsent = ({ buttons }: Form): boolean => buttons.some(({ name }) => name === "action");

const isFactor = ({ buttons }: Form): boolean => buttons.some(({ name }) => name === "factor");

/** Each page is known by what it asks for. */
async function fill(
  browser: Visitor,
  page: Page,
  form: Form,
  { username, password, organization, consent = "accept", factor = "pass" }: SignIn,
): Promise<Arrival> {
  if (form.inputs.includes("password")) return browser.submit(form, { username, password });
  if (form.inputs.includes("username")) return browser.submit(form, { username });
  if (form.inputs.includes("organization") && organization !== undefined) return browser.submit(form, { organization });
  if (isFactor(form)) return browser.submit(form, {}, form.buttons.at(factor === "pass" ? 0 : -1));
  const wanted = isConsent(form) ? consent : organization;
  const button = form.buttons.find(({ text }) => text.toLowerCase() === wanted?.toLowerCase());
  if (button === undefined) throw new StuckOnPage(page);
  return browser.submit(form, {}, button);
}
