"""pprof-endpoint: profiles on a loopback listener of their own instead of the default mux.

What serves the default mux is in `_pprof_served.py`, what a program does with it in
`_pprof_program.py`, the edits in `_pprof_plan.py` and `_pprof_listener.py`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Option, Safety


class PprofEndpoint(Codemod):
    name = "pprof-endpoint"
    work = "gofixmap_codemods._pprof_endpoint:Work"
    title = "Serve profiles on a loopback listener, never on the default mux"
    why = (
        "Importing net/http/pprof, under a name or as _, registers its handlers on "
        "http.DefaultServeMux when the program starts. A server with a mux of its own answers 404 "
        "to /debug/pprof/; one that serves the default mux, http.ListenAndServe(addr, nil), "
        "answers 200 to everybody who can connect: with stacks, the command line, and a CPU "
        "profile for as long as they ask for. The same goes for expvar and /debug/vars.\n\n"
        "A goroutine that serves nothing else is replaced by a listener on the loopback "
        "interface, with the same port; a server whose handlers are on the default mux gets a mux "
        "of its own. startDebug returns its server, for main to shut it down with the others. The "
        "profile goroutineleak, which its index offers since Go 1.27, lists goroutines that are "
        "blocked for ever.\n\n"
        "With --target main of a program that has no profiles such a listener is put in."
    )
    before = (
        'import (\n\t"log"\n\t"net/http"\n\t_ "net/http/pprof"\n)\n\nfunc main() {\n'
        '\tgo func() {\n\t\tlog.Println(http.ListenAndServe(":6060", nil))\n\t}()\n\trun()\n}\n'
    )
    after = (
        'import (\n\t"log"\n\t"net/http"\n\t"net/http/pprof"\n)\n\nfunc main() {\n'
        '\tstartDebug("127.0.0.1:6060")\n\trun()\n}\n\n'
        "func startDebug(addr string) *http.Server {\n\tmux := http.NewServeMux()\n"
        '\tmux.HandleFunc("/debug/pprof/", pprof.Index)\n\t// cmdline, profile, symbol, trace\n'
        "\tsrv := &http.Server{Addr: addr, Handler: mux}\n\tgo func() {\n"
        "\t\tif err := srv.ListenAndServe(); err != http.ErrServerClosed {\n"
        "\t\t\tlog.Print(err)\n\t\t}\n\t}()\n\treturn srv\n}\n"
    )
    safety = Safety.TARGET
    order = 1420
    equivalents: ClassVar = ("gosec", "G108")
    needles = (b"ListenAndServe", b"http.Serve", b"http.Server{")
    keywords = ("func", "var")
    prefilter = re.compile(rb"Serve(?:r|TLS)?(?!\w)")
    tests = False
    closed_world = True
    options: ClassVar = {
        "address": Option("127.0.0.1:6060", "where a new listener listens; a loopback address"),
    }
    declines: ClassVar = {
        "address-shared": "{what} at {where} is the address of something else, too; give the "
        "profiles an address of their own",
        "already-there": "{where} serves profiles on a mux of its own already",
        "build-constraint": "{where} is not built under the same constraint as the server",
        "default-mux-served": "{where} serves the default mux, on which importing net/http/pprof "
        "would put the profiles for everybody; give that server a mux of its own first",
        "default-mux-shared": "{what} at {where} uses the default mux too; give the server a mux "
        "of its own by hand",
        "keeps-running": "{what} at {where} serves nothing but profiles, and the program ends with "
        "it; start it in a goroutine",
        "names-taken": "every name for the new function is taken in {where}",
        "other-shape": "the code at {where} has a shape that no listener can be put into",
        "public-address": "{what} is not a loopback address",
        "served-elsewhere": "{what} at {where} belongs to another package",
    }
