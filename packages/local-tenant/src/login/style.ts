// How the hosted pages look: one style for all, light and dark, in the colours of the tenant or the organization. Without
// script; inputs of 16 pixels, so that no telephone zooms in, and nothing to press that is lower than 44.
import { Html } from "./html.ts";

/** Colours as `#rgb` or `#rrggbb`. */
export interface Colors {
  /** Of what is to be pressed. */
  readonly primary: string;
  /** Behind the card, where the browser is not in dark mode. */
  readonly background: string;
}

export const DEFAULT_COLORS: Colors = { primary: "#3f59e4", background: "#f2f3f7" };

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** The colour, if it is one; else the default. Settings may hold any text, and a style sheet must not. */
export const colorOr = (given: unknown, fallback: string): string =>
  typeof given === "string" && HEX.test(given) ? given : fallback;

/** Black or white, whichever is read more easily on `color` (WCAG 2.2, relative luminance): at least 4.5 to 1. */
export function textOn(color: string): "#000000" | "#ffffff" {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join("") : color.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => linear(Number.parseInt(digits.slice(at, at + 2), 16)));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance + 0.05 > Math.sqrt(1.05 * 0.05) ? "#000000" : "#ffffff";
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export const styleFor = ({ primary, background }: Colors): Html =>
  new Html(`
:root{color-scheme:light dark;--primary:${primary};--on-primary:${textOn(primary)};--page:${background};--on-page:${textOn(background)};
--card:#ffffff;--text:#1b1f2a;--muted:#565d6d;--line:#c9cdd6;--field:#767c8b;--error:#a4122c;--error-page:#fdecef}
@media (prefers-color-scheme:dark){:root{--page:#10131a;--on-page:#ffffff;--card:#1b202b;--text:#f1f3f8;--muted:#b0b8c8;--line:#3d4556;
--field:#8a93a6;--error:#ffb3bd;--error-page:#43161f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:16px;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--text);overflow-wrap:anywhere}
main{width:100%;max-width:400px;padding:32px;background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:0 8px 28px #0000001a}
main.wide{max-width:1040px}
@media (max-width:480px){body{padding:8px}main{padding:24px 20px}}
.logo{position:relative;display:flex;justify-content:center;width:fit-content;min-width:56px;height:56px;max-width:100%;margin:0 auto 16px;border-radius:12px;overflow:hidden;
font-size:24px;line-height:56px;font-weight:600;background:var(--primary);color:var(--on-primary)}
.logo span{position:absolute;inset:0;text-align:center}
.logo img{position:relative;height:56px;width:auto;max-width:100%;object-fit:contain;background:#ffffff}
h1{font-size:24px;line-height:1.25;margin:0 0 8px;text-align:center;font-weight:600}
h2{font-size:18px;margin:32px 0 8px}
.intro{margin:0 0 24px;text-align:center;color:var(--muted)}
.intro strong{color:var(--text);font-weight:600}
.error{margin:0 0 20px;padding:12px 16px;border-radius:8px;background:var(--error-page);color:var(--error);border:1px solid currentColor}
label{display:block;margin:0 0 4px;font-weight:500}
input{display:block;width:100%;min-height:48px;margin:0 0 16px;padding:10px 12px;font:inherit;font-size:16px;color:var(--text);background:var(--card);
border:1px solid var(--field);border-radius:8px}
input[aria-invalid]{border-color:var(--error)}
button{display:block;width:100%;min-height:48px;margin:0 0 12px;padding:10px 16px;font:inherit;font-weight:600;border-radius:8px;cursor:pointer;
color:var(--text);background:var(--card);border:1px solid var(--field)}
button.primary{color:var(--on-primary);background:var(--primary);border-color:transparent}
button:hover{box-shadow:inset 0 0 0 100px #7f7f7f26}
:focus-visible{outline:3px solid var(--text);outline-offset:2px}
.or{display:flex;align-items:center;gap:12px;margin:12px 0 20px;color:var(--muted)}
.or::before,.or::after{content:"";flex:1;border-top:1px solid var(--line)}
ul.scopes{margin:0 0 24px;padding:0;list-style:none;border:1px solid var(--line);border-radius:8px}
ul.scopes li{padding:10px 16px}
ul.scopes li+li{border-top:1px solid var(--line)}
table{border-collapse:collapse;width:100%;font-size:15px}
th,td{text-align:left;vertical-align:top;padding:8px 16px 8px 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
th{color:var(--muted);font-weight:500;white-space:nowrap}
@media (max-width:600px){thead{display:none}tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:2px 0;overflow-wrap:anywhere}
td:empty{display:none}td::before{content:attr(data-label);display:block;font-size:14px;color:var(--muted)}}
code{font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
a{color:inherit}
footer{padding:20px 8px 8px;font-size:14px;text-align:center;color:var(--on-page)}
footer a{display:block;width:fit-content;min-height:44px;margin:0 auto;padding:11px 8px}
`);
