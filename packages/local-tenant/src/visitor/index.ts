// A person in front of the login pages: a browser as far as plain pages need one, and what the person types and presses.
export { Browser, pageOf, type Arrival, type Button, type Form, type Page, type Visitor } from "./browser.ts";
export { FORM, formBody, http, type HttpRequest, type HttpResponse } from "./http.ts";
export { signIn, StuckOnPage, type SignIn, type Visit } from "./sign-in.ts";
