/** The stylesheet of every page: light or dark as the reader has chosen, narrow and wide, on paper. */
export const stylesheet = `
:root{color-scheme:light dark;--page:#fff;--card:#f6f7f9;--line:#d5dae1;--text:#1b1f24;--quiet:#57606a;--link:#0a58ca;
--passed:#1a7439;--failed:#c1202c;--errored:#8f5a00;--inconclusive:#6f4bb3;--skipped:#5f6872;--accent:#2f6fcb;
--marked:#ffd9d6;--code:#eef0f3}
@media (prefers-color-scheme:dark){:root{--page:#14171b;--card:#1c2026;--line:#353c46;--text:#e4e8ed;--quiet:#a3adb9;--link:#7fb3ff;
--passed:#5cc27f;--failed:#ff7b7f;--errored:#e3ad4d;--inconclusive:#b99cf0;--skipped:#98a2ae;--accent:#6fa8f5;
--marked:#6b2328;--code:#242a31}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:74rem;padding:1.5rem clamp(.75rem,3vw,2rem) 4rem;background:var(--page);color:var(--text);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{margin:.2rem 0 .5rem;font-size:1.7rem;line-height:1.2}
h2{margin:2.5rem 0 .75rem;font-size:1.25rem;line-height:1.3}
h3{margin:1.75rem 0 .4rem;font-size:1.05rem}
h4{margin:0 0 .4rem;font-size:1rem}
.inside>h4{margin:.9rem 0 .3rem;font-size:.875rem;color:var(--quiet)}
p{margin:.35rem 0}
a{color:var(--link)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.85em}
pre{margin:.3rem 0;padding:.6rem .75rem;border-radius:6px;background:var(--code);white-space:pre-wrap}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.quiet{color:var(--quiet);font-size:.9rem}
.verdict{padding:1.1rem 1.25rem;border:1px solid var(--line);border-left:.5rem solid var(--errored);border-radius:8px;background:var(--card)}
.verdict.held{border-left-color:var(--passed)}.verdict.broken{border-left-color:var(--failed)}
.verdict.held h1{color:var(--passed)}.verdict.broken h1{color:var(--failed)}
.groups{margin:0;padding:0;list-style:none}.groups li{margin:.6rem 0;padding:.5rem 1rem;border-left:.3rem solid var(--errored)}.groups li.failing{border-left-color:var(--failed)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0 0;padding:0}
.counts div{min-width:6.2rem;padding:.45rem .75rem;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.counts dt{font-size:.8rem;color:var(--quiet)}
.counts a{display:block}.counts dd{margin:0;font-size:1.35rem;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
.passed{color:var(--passed)}.failed,.violation{color:var(--failed)}.errored,.noted,.deviation,.warning,.client,.flaky,.quarantined{color:var(--errored)}
.inconclusive{color:var(--inconclusive)}.skipped,.observation{color:var(--skipped)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{overflow-wrap:normal}
td .unbroken{white-space:nowrap}
.wide-table{overflow-x:auto}.wide-table th,.wide-table td{min-width:3rem}
caption{padding:.25rem 0;text-align:left;color:var(--quiet)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1rem}
figure{margin:0;padding:.9rem 1rem;border:1px solid var(--line);border-radius:8px;background:var(--card)}
figure h3{margin:0 0 .4rem}
.chart{display:block;width:100%;overflow:visible}
figcaption{font-size:.9rem;color:var(--quiet)}
.legend span{margin-left:.6rem;white-space:nowrap}
.tools{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;padding:.7rem 0;border-bottom:1px solid var(--line);background:var(--page)}
.tools label{display:grid;grid-template-columns:minmax(0,1fr);min-width:0;max-width:100%;gap:.1rem;font-size:.8rem;color:var(--quiet)}
.tools .grow{flex:1 1 14rem}
.tools output{flex-basis:100%;font-size:.85rem;color:var(--quiet)}
input,select,button{min-height:2.1rem;padding:.25rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:var(--text);font:inherit;font-size:.9rem}
input,select{max-width:100%;border-color:var(--quiet)}
button{cursor:pointer}button:hover{border-color:var(--accent)}
[hidden]{display:none!important}
.cases{margin:0;padding:0;list-style:none}
.case{scroll-margin-top:7rem;border-bottom:1px solid var(--line)}
.case:target{box-shadow:-.3rem 0 0 var(--accent)}
.head{display:grid;grid-template-columns:1.1rem minmax(8rem,19rem) 1fr auto;gap:0 .7rem;align-items:baseline;margin:0;padding:.3rem .25rem}
summary.head{cursor:pointer}summary.head:hover{background:var(--card)}
.head .mark{font-weight:700;text-align:center}
.head .end{display:flex;gap:.7rem;justify-content:end;font-size:.85rem;color:var(--quiet);white-space:nowrap}
.head .end::after{width:.8rem;text-align:center;content:""}summary.head .end::after{content:"▸"}details[open]>summary.head .end::after{content:"▾"}
.inside{margin:.25rem 0 1rem 2rem}
.finding{margin:.6rem 0;padding:.75rem 1rem;border:1px solid var(--line);border-left:.3rem solid currentColor;border-radius:6px;background:var(--card)}
.finding>*{color:var(--text)}.finding.violation .level{color:var(--failed)}.finding.observation .level{color:var(--skipped)}
.finding:is(.deviation,.warning,.client,.quarantined) .level{color:var(--errored)}
.finding h4 code{font-weight:400}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr));gap:.6rem;margin:.5rem 0}
.sides dt,.facts dt{font-size:.8rem;color:var(--quiet)}
.sides dd{margin:0;padding:.4rem .6rem;border-radius:6px;background:var(--code);white-space:pre-wrap}
mark{padding:0 .1em;border-radius:3px;background:var(--marked);color:inherit}
.facts{display:grid;grid-template-columns:auto 1fr;gap:.1rem .75rem;margin:.4rem 0 0;font-size:.9rem}
.facts dd{margin:0}
.copied{position:relative}.copied button{position:absolute;top:.35rem;right:.35rem;min-height:1.7rem;padding:.05rem .55rem;font-size:.8rem}
.copied pre{padding-right:4.5rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line)}
@media (max-width:44rem){.chart .wide{display:none}.head{grid-template-columns:1.1rem 1fr}.head .title,.head .end{grid-column:2}.head .end{flex-wrap:wrap;justify-content:start;white-space:normal}
.inside{margin-left:.5rem}.facts{grid-template-columns:1fr}.tools{position:static}th,td{padding-right:.4rem}}
@media print{body{max-width:none;padding:0;font-size:10pt}.tools,button{display:none!important}.finding,figure,.verdict{break-inside:avoid}a{color:inherit;text-decoration:none}h2,h3,h4{break-after:avoid}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
