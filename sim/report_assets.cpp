// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report_assets.hpp"

namespace offhook::sim {

const std::string_view report_css = R"css(
:root {
  color-scheme: light dark;
  --bg: #f4f6f8; --card: #ffffff; --ink: #18222c; --soft: #51606f; --line: #d5dce3;
  --accent: #0b6470; --accent-soft: #e0f1f3; --focus: #0b57d0;
  --request: #1a56b0; --provisional: #8a5a00; --success: #17693a; --failure: #b3261e;
  --media: #6d3fa8; --pass: #17693a; --fail: #b3261e; --on-verdict: #ffffff;
  --led-red: #d93025; --led-green: #1e8e3e; --led-other: #8a6d00; --led-off: #c3ccd4;
  --lcd-bg: #dfe8d5; --lcd-ink: #1c2a12;
  --curve0: #0b6470; --curve1: #b3540b; --curve2: #6d3fa8; --curve3: #3b5566;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #10161c; --card: #18212a; --ink: #e6ecf1; --soft: #a3b1be; --line: #2e3b47;
    --accent: #6fd0dc; --accent-soft: #17363c; --focus: #8ab4f8;
    --request: #8ab4f8; --provisional: #f0bf5f; --success: #7fd49b; --failure: #ff9a90;
    --media: #c9a6f5; --pass: #1f7a45; --fail: #b3322a;
    --led-red: #ff6b5e; --led-green: #46c46c; --led-other: #e0b93c; --led-off: #46545f;
    --lcd-bg: #2a3626; --lcd-ink: #d6ecc4;
    --curve0: #6fd0dc; --curve1: #ffae66; --curve2: #c9a6f5; --curve3: #a9bccb;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
main, .top > div { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top > div { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding-block: 20px; }
.top p { margin: 0; color: var(--soft); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.15rem; margin: 0 0 12px; }
h3 { font-size: 1rem; margin: 16px 0 6px; }
h2 + h3 { margin-top: 0; }
.verdict {
  font-weight: 700; letter-spacing: .06em; padding: 6px 16px; border-radius: 8px;
  color: var(--on-verdict); background: var(--pass);
}
.fail .verdict { background: var(--fail); }
.failures {
  flex-basis: 100%; margin: 4px 0 0; padding: 10px 16px 10px 34px; border-radius: 8px;
  border: 1px solid var(--failure); color: var(--failure); overflow-wrap: anywhere;
}
section { margin: 20px 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px; min-width: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 14px 24px; margin: 0; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.split { display: grid; grid-template-columns: minmax(0, 1.75fr) minmax(320px, 1fr); gap: 20px; align-items: start; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 20px; }
.scroll { overflow-x: auto; }
.hint { color: var(--soft); font-size: .875rem; margin: 0 0 10px; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font: 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
.ladder { min-width: 640px; }
.ladder .life, .axis { stroke: var(--line); stroke-width: 1.5; }
.ladder .head rect { fill: var(--accent-soft); stroke: var(--accent); }
.ladder .head text { font-weight: 600; text-anchor: middle; }
.ladder .label { text-anchor: middle; stroke: var(--card); stroke-width: 4px; paint-order: stroke; }
.ladder .note, .ladder .time, .small { fill: var(--soft); font-size: 12px; }
.ladder .time { text-anchor: end; font-variant-numeric: tabular-nums; }
.ladder .hit { fill: transparent; }
.ladder a { cursor: pointer; text-decoration: none; outline: none; }
.ladder a:hover .hit { fill: var(--accent-soft); }
.ladder a[aria-current="true"] .hit { fill: var(--accent-soft); stroke: var(--accent); }
.ladder a:focus-visible .hit { stroke: var(--focus); stroke-width: 2.5; }
.ladder .arrow { stroke-width: 1.8; fill: none; }
.ladder .tip { stroke: none; }
.request .arrow { stroke: var(--request); } .request .label, .request .tip { fill: var(--request); }
.provisional .arrow { stroke: var(--provisional); } .provisional .label, .provisional .tip { fill: var(--provisional); }
.success .arrow { stroke: var(--success); } .success .label, .success .tip { fill: var(--success); }
.failure .arrow { stroke: var(--failure); } .failure .label, .failure .tip { fill: var(--failure); }
.media .arrow { stroke: var(--media); stroke-width: 4; } .media .label, .media .tip { fill: var(--media); }
.message { position: sticky; top: 16px; }
.message h2 { font-size: 1rem; overflow-wrap: anywhere; }
pre {
  margin: 0; font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.message pre { max-height: calc(100vh - 140px); overflow: auto; }
.led-off { stroke: var(--led-off); stroke-width: 2; }
.led-red { fill: var(--led-red); } .led-green { fill: var(--led-green); } .led-other { fill: var(--led-other); }
.flash { fill: url(#flash); }
.stripe { fill: var(--card); fill-opacity: .75; }
.lcds { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 12px; margin-top: 14px; }
.lcds figure { margin: 0; }
.lcds figcaption { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
.lcd { background: var(--lcd-bg); color: var(--lcd-ink); border-radius: 6px; padding: 8px 10px; min-height: 84px; display: flex; flex-direction: column; justify-content: space-between; }
.keys { display: flex; flex-wrap: wrap; gap: 4px 8px; margin-top: 6px; font-size: .75rem; }
.keys span { border: 1px solid; border-radius: 4px; padding: 0 5px; }
.steps { border-collapse: collapse; width: 100%; font-size: .875rem; }
.steps th, .steps td { border-top: 1px solid var(--line); padding: 5px 10px; text-align: left; vertical-align: top; }
.steps thead th { border-top: 0; color: var(--soft); font-weight: 600; }
.steps tbody th { font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; min-width: 210px; }
.steps .time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.steps .new { background: var(--accent-soft); }
.steps .failed th { color: var(--failure); }
.lamp { display: inline-flex; align-items: center; gap: 5px; margin-right: 10px; white-space: nowrap; }
.dot { width: 10px; height: 10px; border-radius: 50%; }
.dot.red { background: var(--led-red); } .dot.green { background: var(--led-green); } .dot.other { background: var(--led-other); }
.dot.blinks { background-image: repeating-linear-gradient(90deg, transparent 0 2px, var(--card) 2px 4px); }
.small-lcd { background: var(--lcd-bg); color: var(--lcd-ink); border-radius: 4px; padding: 2px 8px; margin-top: 3px; font: 12px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; white-space: nowrap; }
.grid { stroke: var(--line); stroke-width: 1; }
.curve { fill: none; stroke-width: 2; }
.c0 { stroke: var(--curve0); } .c1 { stroke: var(--curve1); stroke-dasharray: 7 4; }
.c2 { stroke: var(--curve2); stroke-dasharray: 2 4; } .c3 { stroke: var(--curve3); stroke-dasharray: 10 3 2 3; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 10px 0 0; padding: 0; font-size: .875rem; }
.legend svg { display: inline-block; width: 34px; height: 10px; vertical-align: middle; margin-right: 6px; }
.clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 16px; }
.clips figure { margin: 0; } .clips audio { width: 100%; margin-top: 6px; }
.clips small { color: var(--soft); margin-left: 8px; }
details { border-top: 1px solid var(--line); }
summary { padding: 10px 4px; cursor: pointer; font-variant-numeric: tabular-nums; }
summary:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 2.5px solid var(--focus); outline-offset: 2px; }
details pre { padding: 4px 4px 14px 20px; }
.defs { position: absolute; width: 0; height: 0; }
footer { color: var(--soft); font-size: .85rem; padding: 4px 0 28px; }
@media (max-width: 900px) {
  main, .top > div { padding-inline: 14px; }
  .card { padding: 14px; }
  .split { grid-template-columns: minmax(0, 1fr); }
  .message { bottom: 0; top: auto; box-shadow: 0 -6px 18px rgb(0 0 0 / .18); }
  .message pre { max-height: 32vh; }
}
@media print { .message { display: none; } .split { display: block; } }
)css";

const std::string_view report_js = R"js(
'use strict';
const rows = Array.from(document.querySelectorAll('a.row'));
const title = document.getElementById('message-title');
const text = document.getElementById('message-text');
function show(row) {
  const message = document.querySelector(row.getAttribute('href') + ' pre');
  for (const other of rows) other.removeAttribute('aria-current');
  row.setAttribute('aria-current', 'true');
  title.textContent = row.getAttribute('aria-label');
  text.textContent = message.textContent;
  text.scrollTop = 0;
}
rows.forEach((row, index) => {
  row.addEventListener('click', (event) => { event.preventDefault(); show(row); });
  row.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === ' ') { event.preventDefault(); show(row); return; }
    if (!step || !rows[index + step]) return;
    event.preventDefault();
    rows[index + step].focus();
    show(rows[index + step]);
  });
});
document.getElementById('message').hidden = rows.length === 0;
if (rows.length > 0) show(rows[0]);
)js";

}  // namespace offhook::sim
