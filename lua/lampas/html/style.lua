--- The style sheet of a page. Colours are variables, with a second set for dark screens.
return [[
:root {
  color-scheme: light dark;
  --paper: #fcfcfb; --ink: #1c1c1a; --soft: #5c5b57; --line: #dddcd6; --card: #f3f2ee; --ours: #e8f0fb; --good: #1a7a3c; --bad: #b3261e;
  --float: #2468c4; --double: #c05510; --meter: #cfe0f6;
  --s1: #2468c4; --s2: #6f9fe0; --s3: #c05510; --s4: #1f8a70; --s5: #8a5cb8; --s6: #b8860b; --s7: #b0407a; --s8: #6b6b66;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171716; --ink: #ecebe6; --soft: #a5a49d; --line: #3a3a37; --card: #222220; --ours: #1c2b40; --good: #6cc98a; --bad: #ff8a80;
    --float: #6ea8f7; --double: #f0995a; --meter: #27456b;
    --s1: #6ea8f7; --s2: #3f73b8; --s3: #f0995a; --s4: #4fbf9f; --s5: #b594dc; --s6: #dcb043; --s7: #e07fb0; --s8: #a5a49d;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem clamp(0.75rem, 3vw, 2.5rem) 4rem; max-width: 100rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0.5rem 0; line-height: 1.2; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.5rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
h4 { font-size: 0.85rem; margin: 0 0 0.35rem; font-weight: 600; }
p, ul, dl { max-width: 64rem; }
nav a { margin-right: 1rem; }
a { color: var(--float); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0.5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
.warning { color: var(--bad); font-weight: 600; }
.wide { overflow-x: auto; width: fit-content; max-width: 100%; border: 1px solid var(--line); border-radius: 6px; }
.figures { border-collapse: collapse; font-size: 0.8rem; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
.figures th, .figures td { padding: 0.2rem 0.55rem; border-bottom: 1px solid var(--line); font-weight: 400; }
.figures thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
.figures th:first-child { position: sticky; left: 0; background: var(--paper); }
.figures thead .group { text-align: left; border-left: 1px solid var(--line); }
.figures tbody tr:hover > * { background: var(--card); }
.left { text-align: left; }
.right { text-align: right; }
.ours { background: var(--ours); font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); white-space: normal; }
.detail { font-family: ui-monospace, monospace; white-space: pre; }
.share { background: linear-gradient(to right, var(--meter) var(--share), transparent var(--share)); }
.notes { font-size: 0.8rem; color: var(--soft); padding-left: 1.2rem; columns: 34rem; max-width: none; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr)); gap: 0.6rem; margin: 0.6rem 0; }
.card { background: var(--card); border-radius: 6px; padding: 0.5rem 0.7rem; }
.bar { display: grid; grid-template-columns: 10.5rem 1fr 3.8rem; gap: 0.5rem; align-items: center; font-size: 0.75rem; line-height: 1.35; }
.bar .name { color: var(--soft); }
.track { position: relative; height: 0.6rem; }
.track::before { content: ''; position: absolute; left: var(--one); top: -0.25rem; bottom: -0.25rem; border-left: 1px solid var(--soft); }
.track i { position: absolute; top: 0; bottom: 0; border-radius: 1px; }
.value { text-align: right; font-variant-numeric: tabular-nums; }
.s1 { background: var(--s1); } .s2 { background: var(--s2); } .s3 { background: var(--s3); } .s4 { background: var(--s4); }
.s5 { background: var(--s5); } .s6 { background: var(--s6); } .s7 { background: var(--s7); } .s8 { background: var(--s8); }
summary { cursor: pointer; font-weight: 600; padding: 0.3rem 0; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
figure { margin: 0; max-width: 46rem; }
figcaption { font-size: 0.85rem; color: var(--soft); }
figure svg { width: 100%; height: auto; display: block; overflow: visible; }
figure text { fill: var(--soft); font: 12px system-ui, sans-serif; }
figure .roof-label { fill: var(--ink); font-size: 11px; stroke: var(--paper); stroke-width: 3px; paint-order: stroke; }
.rule { stroke: var(--line); }
.roof { stroke: var(--soft); stroke-width: 1.5; }
.roof.float { stroke: var(--float); }
.roof.double { stroke: var(--double); }
circle.float, rect.float { fill: var(--float); fill-opacity: 0.7; stroke: var(--paper); }
circle.double, rect.double { fill: var(--double); fill-opacity: 0.7; stroke: var(--paper); }
.key i { display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 2px; }
.key i.float { background: var(--float); }
.key i.double { background: var(--double); }
.strips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 36rem), 1fr)); gap: 0 1.5rem; }
.strip { display: grid; grid-template-columns: 1fr 8rem 14rem; gap: 0.6rem; align-items: center; font-size: 0.78rem;
  border-bottom: 1px solid var(--line); padding: 0.1rem 0; }
.strip svg { width: 100%; height: 1.1rem; display: block; }
.strip path { vector-effect: non-scaling-stroke; fill: none; }
.samples { stroke: var(--float); stroke-opacity: 0.6; }
.box { fill: var(--float); fill-opacity: 0.35; }
.median { stroke: var(--ink); stroke-width: 1.5; }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: 0.4rem; }
  .strip { grid-template-columns: 1fr auto; padding: 0.35rem 0; }
  .strip svg { grid-column: 1 / -1; }
  .figures { font-size: 0.74rem; }
  .figures th, .figures td { padding: 0.2rem 0.3rem; }
  .figures tbody th:first-child { white-space: normal; overflow-wrap: anywhere; min-width: 5.7rem; }
  .figures tbody td:nth-child(3) { white-space: normal; min-width: 5rem; }
  figure text { font-size: 15px; }
  figure .roof-label { font-size: 13px; }
  .bar { grid-template-columns: 8.5rem 1fr 3.2rem; }
}
]]
