"""How the page of a rehearsal looks: on a screen, light or dark, and on paper."""

STYLE = """\
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --page: #fff;
  --code: #f6f8fa; --line: #d0d7de; --good: #1a7f37; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --quiet: #9198a1; --page: #0d1117;
  --code: #151b23; --line: #3d444d; --good: #3fb950; --bad: #ff8a80; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--text); background: var(--page); overflow-wrap: break-word; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; } h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 0; line-height: 1.4; }
.quiet, caption { color: var(--quiet); } .good strong, td.good, p.good { color: var(--good); }
.bad strong, td.bad, p.bad { color: var(--bad); }
article { margin: 1.25rem 0; padding: .25rem 0 .25rem .875rem; border-left: 3px solid var(--bad); }
article p { margin: .25rem 0 0; }
code { font: .875em ui-monospace, monospace; padding: .1em .3em; border-radius: 4px;
  background: var(--code); }
pre { padding: .75rem; overflow-x: auto; border-radius: 6px; background: var(--code);
  font: .875rem/1.45 ui-monospace, monospace; white-space: pre-wrap; margin: .5rem 0 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; }
tbody th { font-weight: inherit; }
li { margin: .25rem 0; }
@media print { :root { color-scheme: light; --text: #000; --quiet: #444; --page: #fff; }
  body { margin: 0; max-width: none; font-size: 10.5pt; } article, tr { break-inside: avoid; } }
"""
