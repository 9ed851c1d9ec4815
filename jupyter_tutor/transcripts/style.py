"""How a page looks: on a screen, light or dark, and on paper."""

STYLE = """\
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --page: #fff;
  --code: #f6f8fa; --line: #d0d7de; --link: #0969da; --own: #ddf4ff; --own-line: #0969da;
  --good: #1a7f37; --not-yet: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --quiet: #9198a1; --page: #0d1117;
  --code: #151b23; --line: #3d444d; --link: #4493f8; --own: #121d2f; --own-line: #4493f8;
  --good: #3fb950; --not-yet: #d29922; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--text); background: var(--page); overflow-wrap: break-word; }
h1 { font-size: 1.75rem; margin: 0; } .about { margin: .25rem 0 1rem; color: var(--quiet); }
a { color: var(--link); }
.questions { padding-left: 1.75rem; columns: 20rem; }
.questions li { break-inside: avoid; } .questions .correct { color: var(--good); }
.day { margin: 2.5rem 0 1rem; padding-top: .5rem; border-top: 1px solid var(--line);
  color: var(--quiet); }
article { margin: 1rem 0; padding: .25rem 0 .25rem .875rem; border-left: 3px solid transparent; }
article > :last-child { margin-bottom: 0; }
header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
h2, .who { margin: 0; } .who { font-weight: 600; }
article h2 { font-size: 1.3rem; line-height: 1.3; }
article :is(h1, h3, h4) { font-size: 1.1rem; margin: 1rem 0 0; }
article header + * { margin-top: .5rem; }
time { color: var(--quiet); font-size: .8125rem; }
.exposition, .question { margin-top: 2.5rem; }
.question, .hint, .solution { border-color: var(--line); }
.learner { border-color: var(--own-line); background: var(--own); border-radius: 0 6px 6px 0;
  padding: .5rem .875rem; }
.notice, .skipped { color: var(--quiet); }
.correct, .completed { border-color: var(--good); } .correct .who { color: var(--good); }
.incorrect, .error, .timeout, .undecided { border-color: var(--not-yet); }
:is(.incorrect, .error, .timeout, .undecided) .who { color: var(--not-yet); }
code { font: .875em ui-monospace, monospace; padding: .1em .3em; border-radius: 4px;
  background: var(--code); }
pre { padding: .75rem; overflow-x: auto; border-radius: 6px; background: var(--code);
  line-height: 1.45; tab-size: 4; }
pre code { padding: 0; background: none; } .learner :is(pre, code) { padding: 0; background: none; }
.learner pre { margin: .5rem 0 0; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line); }
@media print { :root { color-scheme: light; --text: #000; --quiet: #444; --page: #fff; }
  body { margin: 0; max-width: none; font-size: 10.5pt; } a { color: inherit; }
  pre { white-space: pre-wrap; border: 1px solid var(--line); } .learner pre { border: 0; }
  pre, tr, header { break-inside: avoid; } header { break-after: avoid; } }
"""
