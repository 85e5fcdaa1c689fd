#!/usr/bin/env python3
"""Splits the server crate for a measurement, see ../crate-layouts.md. The result has to compile and run; nobody keeps it.

    split.py l2|l3 FROM TO

Each crate below the server re-exports at its root what lies below it (`pub use weiguang_core::*;`, `pub mod rooms { pub use …; }`), so that
`crate::X` paths stay as they are. `widen.txt` lists, file by file, what has to become public since a test of the room names it.
"""
import json, os, re, shutil, subprocess, sys
from pathlib import Path

layout, L1, OUT = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
ROOMS = "grid outbox session people manual cases households visits station care bulletins imports sync".split()
CORE = "access app chain config figures finding keys limits live migrations outside problem sends wake web".split()
# Test modules of the core that tell stories through the rooms: they go up.
CORE_TESTS = {"app": ["memory_tests"], "web": ["host_tests", "slow_tests"]}
count = {}


def tally(what, n=1):
    count[what] = count.get(what, 0) + n


def read(p): return Path(p).read_text(encoding="utf-8")


def write(p, text):
    p = Path(p)
    p.parent.mkdir(parents=True, exist_ok=True)
    p.write_text(text, encoding="utf-8")


def move(a, b):
    b = Path(b)
    b.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(str(a), str(b))


def sub(p, pattern, to, must=1, flags=0, what=None):
    text, n = re.subn(pattern, to, read(p), flags=flags)
    if must is not None and n < must:
        sys.exit(f"{p}: {pattern!r} found {n} times")
    write(p, text)
    if what: tally(what, n)
    return n


if OUT.exists(): shutil.rmtree(OUT)
shutil.copytree(L1, OUT, symlinks=True, ignore=shutil.ignore_patterns(".git", "target", "node_modules"))
S = OUT / "crates/server"
SRC = S / "src"
manifest = read(S / "Cargo.toml")


def new_crate(name, deps):
    """An empty crate with the libraries of the server."""
    folder = OUT / "crates" / name
    text = manifest.replace('name = "weiguang-server"', f'name = "weiguang-{name}"')
    text = re.sub(r"description = .*", f'description = "{name}"', text)
    text = text.replace("[lints]\nworkspace = true\n\n", "")
    if name != "core":
        text = re.sub(r"\[build-dependencies\]\n(.+\n)+\n?", "", text)
    extra = "".join(f"weiguang-{d}.workspace = true\n" for d in deps)
    text = text.replace("weiguang-domain.workspace = true\n", extra + "weiguang-domain.workspace = true\n")
    text = re.sub(r"\[dev-dependencies\]\n(.+\n?)+", "", text).rstrip() + "\n"
    if name == "core":
        text += "\n[features]\ntesting = []\n"
    else:
        text += '\n[dev-dependencies]\nweiguang-core = { workspace = true, features = ["testing"] }\n'
    write(folder / "Cargo.toml", text)
    return folder


# ---- what is in the way: everything that cannot stand where it stood --------------------------------------------------------------

# 1. `Room::samples` and `Room::story` are there in tests only and name the whole story: they leave the trait for a table above.
samples, stories = {}, {}
HOOK = r"(?:    /// [^\n]*\n)*    #\[cfg\(test\)\]\n    fn (samples|story)\b.*?\n    \}\n\n?"
for room in ROOMS:
    f = SRC / "rooms" / room / "room.rs"
    for hook in re.finditer(HOOK, read(f), re.S):
        call = re.search(r"super::(samples::\w+)\(([^)]*)\)", hook.group(0))
        (samples if hook.group(1) == "samples" else stories)[room] = f"{room}::{call.group(1)}({call.group(2)})"
    sub(f, HOOK, "", must=None, flags=re.S, what="test-only trait methods removed from a room")
sub(SRC / "app/room.rs", HOOK, "", must=2, flags=re.S, what="test-only trait methods removed from the trait")
sub(SRC / "leaks/told.rs", r"room\.samples\(world\)", "crate::rooms::samples_of(room.name(), world)")
told = "\n        ".join(f'if room.name() == "{r}" {{ crate::rooms::{c.replace("world)", "&mut world)")}.await; }}' for r, c in stories.items())
sub(SRC / "leaks/world.rs", r"room\.story\(test, &mut world\)\.await;", told)

# 2. `impl From<a refusal of the domain> for Refusal`, in seven rooms: the orphan rule wants them beside `Refusal`.
of_rules = ["//! What the rules refuse, as problems: moved here from the rooms by the orphan rule.\n", "use crate::problem::{FieldFault, Refusal};\n"]
IMPL = r"(?:///[^\n]*\n)*impl From<(?:\w+::)*Refused> for (?:Refusal|FieldFault) \{\n.*?\n\}\n"
PATHS = {"people": "people", "households": "households", "visits": "visits", "bulletins": "bulletins", "care": "care::alert",
         "station": "station::queue", "cases": "cases"}
for room, path in PATHS.items():
    f = SRC / "rooms" / room / ("refused.rs" if room == "cases" else "mod.rs")
    text = read(f)
    impls = [m.group(0) for m in re.finditer(IMPL, text, re.S)]
    if not impls: sys.exit(f"no impl in {f}")
    tally("orphan impls moved to the core", len(impls))
    body = "\n".join(impls)
    if room == "cases":
        body = re.sub(r"(?m)^use crate.*\n|^//!.*\n", "", text)
        body = body.replace(f"use weiguang_domain::{path}::Refused;\n", "")
        f.unlink()
        sub(SRC / "rooms/cases/mod.rs", r"(?m)^mod refused;\n", "")
    else:
        text = re.sub(IMPL, "", text, flags=re.S)
        write(f, text)
    helper = re.search(r"(?:///[^\n]*\n)?fn fault\(.*?\n\}\n", read(f), re.S) if f.exists() else None
    if helper and "fault(" in body: body += "\n" + helper.group(0)
    own = "    use weiguang_domain::station::own_booking;\n" if room == "station" else ""
    of_rules.append(f"mod {room} {{\n    use super::*;\n{own}    use weiguang_domain::{path}::Refused;\n\n{body}}}\n")
# Two more of that sort: methods of a type of the core written in a room, and a trait of the core for a type of the core.
for f, pattern, head, what in (
    ("rooms/cases/record.rs", r"impl Tally \{\n.*?\n\}\n\n?", "use crate::app::room::Tally;\n    use weiguang_domain::cases::{Case, Status};\n", "inherent impls of a type of the core"),
    ("rooms/grid/basemap.rs", r"impl Local for Tiles \{\n.*?\n\}\n", "use crate::{app::Local, config::Settings, outside::{outgoing::Outgoing, tiles::Tiles}};\n", "orphan impls moved to the core"),
):
    found = re.search(pattern, read(SRC / f), re.S).group(0)
    sub(SRC / f, pattern, "", flags=re.S, what=what)
    of_rules.append(f"mod {Path(f).stem} {{\n    {head}\n{found}}}\n")
write(SRC / "of_rules.rs", "\n".join(of_rules))

# 3. `impl App { open, open_by }` names the rooms: a trait of the server, that everybody who opens must bring in.
sub(SRC / "open.rs", r"impl App \{\n(.*)\n\}\n", lambda m: (
    "/// Opening, as a trait: `App` is of the core and the rooms are above it.\n#[allow(missing_docs, clippy::missing_errors_doc)]\n"
    "pub trait Open: Sized {\n    fn open(settings: Settings) -> Result<Self, Refusal>;\n    fn open_by(settings: Settings, clock: Clock) -> Result<Self, Refusal>;\n}\n\n"
    "impl Open for App {\n" + m.group(1).replace("    pub fn ", "    fn ") + "\n}\n"), flags=re.S, what="inherent impls of App turned into a trait")
for top in ("crates", "bench", "xtask"):
    for f in (OUT / top).rglob("*.rs"):
        if S in f.parents: continue
        text = read(f)
        if re.search(r"\bApp::open(_by)?\(", text):
            write(f, re.sub(r"(?m)^use ", "use weiguang_server::Open as _;\nuse ", text, count=1))
            tally("files that must bring the trait Open in")

# 4. Macros that rooms use across crates.
for f, name in (("chain/kinds.rs", "record"), ("outside/sealed_column.rs", "column")):
    sub(SRC / f, rf"(?m)^macro_rules! {name} ", f"#[macro_export]\nmacro_rules! {name} ")
    sub(SRC / f, rf"pub\(crate\) use {name};", f"pub use crate::{name};", what="macros exported")

# 5. Test helpers of the core that tests above use: behind a feature.
T = '#[cfg(any(test, feature = "testing"))]'
sub(SRC / "outside/cleaning/mod.rs", r"#\[cfg\(test\)\]\npub\(crate\) mod samples;", T + "\npub mod samples;", what="test helpers of the core behind a feature")
sub(SRC / "outside/seal.rs", r"    #\[cfg\(test\)\]\n    pub fn track", "    " + T + "\n    pub fn track", what="test helpers of the core behind a feature")

# 6. Unit tests inside a room's file that tell a story through `crate::testing`: they go up, each as a file of the room's tests.
INLINE = {"cases": ["queue/terms", "wire", "life/moves"], "manual": ["wire"], "grid": ["wire"]}
inline = {}
for room, files in INLINE.items():
    for name in files:
        f = SRC / "rooms" / room / f"{name}.rs"
        text = read(f)
        at = text.index("#[cfg(test)]\nmod tests {")
        uses = "".join(m.group(0) for m in re.finditer(r"(?ms)^use .*?;\n", text[:at]))
        path = f"crate::rooms::{room}::" + name.replace("/", "::")
        uses = uses.replace("use super::super::", f"use {'::'.join(path.split('::')[:-2])}::").replace("use super::", f"use {'::'.join(path.split('::')[:-1])}::")
        tests = re.sub(r"(?m)^    ", "", text[at:].split("{\n", 1)[1].rstrip()[:-1]).replace("use super::*;", f"use {path}::*;")
        module = name.replace("/", "_") + "_inline_tests"
        write(SRC / "rooms" / room / f"{module}.rs", "#![allow(unused_imports)]\n" + uses + "use " + path + "::*;\n\n" + tests.replace(f"use {path}::*;\n", ""))
        write(f, text[:at].rstrip() + "\n")
        inline.setdefault(room, []).append(module)
        tally("unit tests inside a room's file moved up")

# ---- the core -----------------------------------------------------------------------------------------------------------------------

core = new_crate("core", [])
for name in CORE:
    for p in (SRC / name, SRC / f"{name}.rs"):
        if p.exists(): move(p, core / "src" / p.name)
move(SRC / "of_rules.rs", core / "src/of_rules.rs")
move(S / "build.rs", core / "build.rs")
move(S / "migrations", core / "migrations")
for name, tests in CORE_TESTS.items():
    mods = ""
    for t in tests:
        move(core / "src" / name / f"{t}.rs", SRC / name / f"{t}.rs")
        sub(core / "src" / name / "mod.rs", rf"#\[cfg\(test\)\]\nmod {t};\n", "")
        mods += f"#[cfg(test)]\nmod {t};\n"
        tally("test modules of the core moved up")
    write(SRC / name / "mod.rs", f"//! `{name}` of the core, with the tests that need the rooms.\n\npub use weiguang_core::{name}::*;\n\n{mods}")
write(core / "src/lib.rs", "//! What is below the rooms.\n\n" + "".join(f"pub mod {m};\n" for m in CORE) + "mod of_rules;\n\npub use app::{App, UnitOfWork};\npub use config::Settings;\n")

# ---- the rooms ----------------------------------------------------------------------------------------------------------------------


def named(text):
    """The rooms that a text names."""
    found = set()
    for m in re.finditer(r"\brooms::(\w+|\{)", text):
        if m.group(1) != "{":
            found.add(m.group(1))
            continue
        depth, i, top = 1, m.end(), ""
        while depth:
            c = text[i]
            depth += (c == "{") - (c == "}")
            if depth == 1: top += c
            i += 1
        found |= {part.strip().split("::")[0] for part in top.split(",")}
    return found & set(ROOMS)


uses = {}
server_rooms = SRC / "rooms"
if layout == "l2": rooms_crate = new_crate("rooms", ["core"])
for room in ROOMS:
    here = server_rooms / room
    crate = rooms_crate if layout == "l2" else OUT / "crates" / f"room-{room}"
    there = crate / "src/rooms" / room
    text = read(here / "mod.rs")
    tests = re.findall(r"#\[cfg\(test\)\]\n(?:pub(?:\(crate\))? )?mod (\w+);\n", text)
    text = re.sub(r"#\[cfg\(test\)\]\n(?:pub(?:\(crate\))? )?mod (\w+);\n", "", text)
    stay = {f"{t}.rs" for t in tests + inline.get(room, [])} | set(tests) | {"snapshots", "mod.rs"}
    for p in sorted(here.iterdir()):
        if p.name not in stay: move(p, there / p.name)
    write(there / "mod.rs", text)
    uses[room] = set()
    for f in there.rglob("*.rs"):
        uses[room] |= named(read(f))
    uses[room] -= {room}
    lib = "weiguang_rooms" if layout == "l2" else f"weiguang_room_{room}"
    mods = "".join(f"#[cfg(test)]\npub(crate) mod {t};\n" for t in tests + inline.get(room, []))
    write(here / "mod.rs", f"//! `{room}`, with its tests.\n\npub use {lib}::rooms::{room}::*;\n\n{mods}")
    tally("test modules of rooms moved to the server", len(tests))

head = read(SRC / "rooms/mod.rs")
table = head[head.index("/// Every room, from"):]
if layout == "l2":
    write(rooms_crate / "src/rooms/mod.rs", "//! The rooms.\n\n" + head.split("\n\n", 1)[1])
    move(SRC / "clockwork.rs", rooms_crate / "src/clockwork.rs")
    write(rooms_crate / "src/lib.rs", "//! The rooms.\n\npub use weiguang_core::*;\n\npub mod clockwork;\npub mod rooms;\n")
    lower, clock, crates = ["core", "rooms"], "weiguang_rooms", ["core", "rooms"]
    table = "pub use weiguang_rooms::rooms::{ROOMS, open};\n"
else:
    for room in ROOMS:
        late = [d for d in uses[room] if ROOMS.index(d) > ROOMS.index(room)]
        if late: sys.exit(f"{room} uses {late}")
        deps = sorted(uses[room] | ({"grid"} if room != "grid" else set()), key=ROOMS.index)
        crate = new_crate(f"room-{room}", ["core"] + [f"room-{d}" for d in deps])
        lines = "".join(f"    pub use weiguang_room_{d}::rooms::{d};\n" for d in deps)
        clockwork = "pub mod clockwork;\n" if room == "grid" else "pub use weiguang_room_grid::clockwork;\n"
        write(crate / "src/lib.rs", f"//! The room {room}.\n\npub use weiguang_core::*;\n{clockwork}\npub mod rooms {{\n{lines}    pub mod {room};\n}}\n")
    move(SRC / "clockwork.rs", OUT / "crates/room-grid/src/clockwork.rs")
    lower, clock = ["core"] + [f"room-{r}" for r in ROOMS], "weiguang_room_grid"
    crates = lower
    table = "use crate::app::room::Room;\nuse crate::app::{App, Parts};\nuse crate::problem::Refusal;\n\n" + table
    print(json.dumps({r: sorted(u, key=ROOMS.index) for r, u in uses.items()}))
arms = "".join(f'        "{r}" => {c},\n' for r, c in samples.items())
table += f"""
/// A valid request to each endpoint of a room that writes.
#[cfg(test)]
pub fn samples_of(room: &str, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {{
    match room {{
{arms}        _ => Vec::new(),
    }}
}}
"""
write(SRC / "rooms/mod.rs", "//! The rooms.\n\n" + "".join(f"pub mod {r};\n" for r in ROOMS) + "\n" + table)

# What was visible in the one crate is public below the server.
for name in crates:
    for f in (OUT / "crates" / name / "src").rglob("*.rs"):
        sub(f, r"\bpub\((?:crate|super|self|in [\w:]+)\)", "pub", must=None, what="`pub(…)` made `pub`")

# ---- the server ---------------------------------------------------------------------------------------------------------------------

text = read(SRC / "lib.rs")
for name in CORE:
    if name in CORE_TESTS: continue
    text, n = re.subn(rf"(?m)^pub mod {name};\n", f"pub use weiguang_core::{name};\n", text)
    if n != 1: sys.exit(f"lib.rs: {name}")
text = text.replace("pub mod clockwork;\n", f"pub use {clock}::clockwork;\n").replace("mod open;\n", "pub mod open;\n")
text += "pub use open::Open;\n"
write(SRC / "lib.rs", text)
server = manifest.replace("weiguang-domain.workspace = true\n", "".join(f"weiguang-{c}.workspace = true\n" for c in lower) + "weiguang-domain.workspace = true\n")
server = re.sub(r"\[build-dependencies\]\n(.+\n)+\n?", "", server)
server = server.rstrip() + '\nweiguang-core = { workspace = true, features = ["testing"] }\n'
write(S / "Cargo.toml", server)

root = read(OUT / "Cargo.toml")
root = root.replace('    "crates/server",\n', "".join(f'    "crates/{c}",\n' for c in crates) + '    "crates/server",\n')
root = root.replace('weiguang-server = { path', "".join(f'weiguang-{c} = {{ path = "crates/{c}" }}\n' for c in crates) + 'weiguang-server = { path')
root = root.replace("[profile.release.package.weiguang-server]\n", "".join(f'[profile.release.package.weiguang-{c}]\nopt-level = "s"\n' for c in crates) + "[profile.release.package.weiguang-server]\n")
write(OUT / "Cargo.toml", root)

# ---- what has to be made public besides, found by the compiler: file, tab, pattern, tab, text -----------------------------------------

widen = Path(__file__).with_name("widen.txt")
if widen.exists():
    for line in widen.read_text().splitlines():
        if not line.strip() or line.startswith("#"): continue
        path, pattern, to = line.split("\t")
        hits = [c for c in crates for p in [OUT / "crates" / c / "src" / path] if p.exists()]
        if not hits: sys.exit(f"widen: no {path}")
        sub(OUT / "crates" / hits[0] / "src" / path, pattern, to, flags=re.M, what="private items that a test names made `pub`")

print(json.dumps(count, indent=1, ensure_ascii=False))
for name in crates + ["server"]:
    lines = sum(len(read(f).splitlines()) for f in (OUT / "crates" / name / "src").rglob("*.rs"))
    print(f"{name:16} {lines:6} lines")
