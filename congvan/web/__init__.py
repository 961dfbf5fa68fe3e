"""The clerk's page: `congvan serve` (the extra `congvan[web]`). One office machine, for whoever sits at it.

Two tables hold what the page can do, and most work on it adds a row to one of them:

- `screens.SCREENS`: a **screen** is a row of id, path, the view function that gives its content, and its page. A view
  (`views/`, a module for each screen) turns a `Visit` into plain content: str, int, float, bool, list, dict. It reads
  (`visit.project`), and never writes. The page (`pages/*.html`, Jinja, strict and escaped) extends `base.html`, or
  `paper.html` inside a paper (its view then returns `{**paper.head(visit), …}`). A row with `step=True` is a step of a
  paper: it is in the order of the table in the line of steps, and its path has `{dispatch}`.
- `acts.ACTS`: an **act** is a row of id, act, request, and how its command is written. The row alone makes the act
  callable by a button (`POST /viec/<id>`; the fields of the request are fields of the form: `selection.dispatches`) and
  by a program (`POST /api/acts/<id>`, JSON), and shows the command behind “Dành cho quản trị”. `heavy` acts run in a
  child process (`children.py`) with progress and a button that stops them; light ones run here.

A button that calls an act: `{{ act_button("build", {"selection.dispatches": id}, t("web-paper.build")) }}`, a macro of
`pages/parts.html`; the outcome appears below it. Texts are ids of the catalogue: `t("web-today.title")` in a page,
`Message("web-today.title")` in a view; `make catalogue` finds both.

Every request passes `access.security.Guard` before any route: a new route needs nothing to be safe, and
tests/web/access/test_security.py tries every route of the application, also one that is added tomorrow. Changes are
POST alone; htmx sends the header X-CSRF-Token from `<body>`, a `fetch` has to send it itself. There is no inline
script and no inline style: the content security policy refuses them.

Imports pipeline and all below it. Imported by `cli/serve.py` alone, when `serve` runs: no other command needs FastAPI.
"""
