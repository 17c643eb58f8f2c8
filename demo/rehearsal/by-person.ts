// Pages of a real tenant are for a person: the address is shown, and where their browser ends is pasted back.
import type { Arrival, SignIn, Visitor } from "../../packages/local-tenant/src/visitor/index.ts";
import { OKTA_CALLBACK } from "../okta/index.ts";

/** Asks, and gives what was typed. */
export type Ask = (question: string) => Promise<string>;

export class PersonVisitor implements Visitor {
  readonly #who: SignIn;
  readonly #ask: Ask;

  constructor(who: SignIn, ask: Ask) {
    this.#who = who;
    this.#ask = ask;
  }

  async open(url: URL): Promise<Arrival> {
    const { username, password, organization = "" } = this.#who;
    const says = [
      "",
      "Open this address in a private window:",
      url.href,
      `Sign in as ${username} with the password ${password}`,
      `Where an organization is asked for: ${organization}`,
      "Agree to what is asked. The browser ends on a page of Okta's, which shows an error: no Okta has asked.",
      "Paste the whole address of that page here:",
      "",
    ].join("\n");
    for (let question = says; ;) {
      const typed = await this.#ask(question);
      if (typed.startsWith(OKTA_CALLBACK) && URL.canParse(typed)) return { away: new URL(typed) };
      question = `That address does not begin with ${OKTA_CALLBACK}. Paste the whole address of the page:\n`;
    }
  }

  submit(): Promise<Arrival> {
    throw new Error("Forms are filled in by the person");
  }
}
