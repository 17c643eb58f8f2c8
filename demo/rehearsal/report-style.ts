/** How the report looks: light and dark, from 360 pixels on, without script and without anything from elsewhere. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--page:#f3f4f8;--card:#ffffff;--text:#1b1f2a;--muted:#565d6d;--line:#d3d7e0;--good:#11693c;--good-page:#e2f5ea;
--bad:#a4122c;--bad-page:#fdecef;--none:#565d6d;--none-page:#eceef3}
@media (prefers-color-scheme:dark){:root{--page:#10131a;--card:#1b202b;--text:#f1f3f8;--muted:#b0b8c8;--line:#3d4556;--good:#8be0b0;--good-page:#12351f;
--bad:#ffb3bd;--bad-page:#43161f;--none:#b0b8c8;--none-page:#2a3140}}
*{box-sizing:border-box}
body{margin:0;padding:16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--text);overflow-wrap:anywhere}
main{max-width:960px;margin:0 auto}
h1{font-size:28px;line-height:1.2;margin:16px 0 8px}
h2{font-size:20px;line-height:1.3;margin:0 0 4px}
h3{font-size:16px;margin:20px 0 4px}
p{margin:0 0 12px}
a{color:inherit}
.lead,.explanation{color:var(--muted)}
section,.verdict,nav{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin:0 0 16px}
.verdict{border-left-width:8px;font-size:18px}
.verdict p:last-child{margin:0}
.passed.verdict{border-left-color:var(--good)}
.failed.verdict{border-left-color:var(--bad)}
nav ol{margin:8px 0 0;padding:0;list-style:none}
nav li{border-top:1px solid var(--line)}
nav a{display:flex;gap:12px;justify-content:space-between;align-items:center;min-height:44px;padding:8px 0;text-decoration:none}
nav a:hover{text-decoration:underline}
.mark{flex:none;padding:2px 10px;border-radius:999px;font-size:14px;font-weight:600;white-space:nowrap}
.mark.passed{color:var(--good);background:var(--good-page)}
.mark.failed{color:var(--bad);background:var(--bad-page)}
.mark.none{color:var(--none);background:var(--none-page)}
.head{display:flex;gap:12px;justify-content:space-between;align-items:flex-start}
.reason{padding:12px 16px;border-radius:8px;color:var(--none);background:var(--none-page)}
.reason.failed{color:var(--bad);background:var(--bad-page)}
.pictures{display:flex;flex-wrap:wrap;gap:16px;margin:16px 0}
figure{margin:0;flex:0 1 280px}
figure img{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:8px}
figcaption{margin:4px 0 0;font-size:14px;color:var(--muted)}
table{border-collapse:collapse;width:100%;font-size:15px}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-top:1px solid var(--line)}
table.compared{table-layout:fixed}.compared thead th:first-child{width:30%}.compared thead th:last-child{width:110px}.compared thead th:nth-child(3){width:24%}
thead th{border-top:0;color:var(--muted);font-weight:500}
tbody th{font-weight:500}
details{margin:16px 0 0}
summary{min-height:44px;padding:10px 0;cursor:pointer;font-weight:600}
:focus-visible{outline:3px solid var(--text);outline-offset:2px}
footer{max-width:960px;margin:0 auto;padding:8px 4px 24px;font-size:14px;color:var(--muted)}
@media (max-width:640px){body{padding:8px}section,.verdict,nav{padding:16px}thead{display:none}tr{display:block;padding:8px 0;border-top:1px solid var(--line)}
tbody th,td{display:block;border:0;padding:2px 0}td[data-label]::before{content:attr(data-label) ": ";color:var(--muted)}figure{flex-basis:100%}}
@media print{body{background:#fff}section{break-inside:avoid}}
`;
