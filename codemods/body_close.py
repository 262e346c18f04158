"""body-close: HTTP responses whose body is not closed on every way out of the function.

What opens a response, and what becomes of it, is said by `semantics/lifetime`; the helper modules
beside this one find the place for the release and write it.
"""

from __future__ import annotations

import re
from typing import ClassVar

from gofixmap.codemod import Codemod, Safety


class BodyClose(Codemod):
    name = "body-close"
    work = "gofixmap_codemods._body_close:Work"
    title = "Close the body of every HTTP response"
    why = (
        "A response that net/http gives without an error has a body that the caller must close. "
        "One that is neither closed nor read to its end holds its connection: over HTTP/1 each "
        "such request leaves two goroutines and a descriptor in the client, and as much in the "
        "server (measured with Go 1.27). A body that was read to its end, or is empty, gives the "
        "connection back by itself; the contract asks for Close all the same, and HTTP/2 and "
        "other transports may count on it.\n\n"
        "The close is deferred directly behind the check of that call's own error: before it the "
        "response may be nil. In a loop a deferred call would run when the function returns, so "
        "the body is closed before each way out of the iteration instead.\n\n"
        "A response that is returned, stored, sent, or passed to a function that closes or keeps "
        "it is somebody else's to close, as is that of a WebSocket handshake, which is the "
        "connection itself. Where it goes to a function of which nothing is known, nothing is "
        "said, unless the body is closed here wherever that function succeeds."
    )
    before = (
        "resp, err := http.Get(url)\nif err != nil {\n\treturn err\n}\n"
        "fmt.Println(resp.Status)\nreturn nil\n"
    )
    after = (
        "resp, err := http.Get(url)\nif err != nil {\n\treturn err\n}\n"
        "defer resp.Body.Close()\nfmt.Println(resp.Status)\nreturn nil\n"
    )
    safety = Safety.SAFE
    order = 420
    equivalents: ClassVar = ("bodyclose",)
    needles = (b"net/http", b".StatusCode", b".Body")
    keywords = ("func", "var")
    prefilter = re.compile(rb"[\w\]]\(")
    declines: ClassVar = {
        "no-error-check": "the error of the call is not looked at, and where there is one the "
        "response is nil; check the error, then close the body",
        "falls-through": "the function goes on where the error is not nil, and the response is "
        "nil there; return, or put what uses the response into an else block",
        "mixed-check": "the condition that checks the error tests something else as well, and "
        "behind it the body is open on one side only; check the error alone first",
        "check-elsewhere": "the error is not checked directly behind the call, so there is no "
        "place at which the response is known to be there; check it first",
        "some-paths": "the body is closed on some of the ways that lead to one place and open on "
        "others; close it where it was opened, with defer",
        "used-outside": "the response is used outside of the block in which it is known to be "
        "there, so it cannot be closed at the end of that; close it by hand behind its last use",
        "read-in-return": "a return statement reads the body, which has to be closed after that; "
        "keep the result in a variable, close the body, and return it",
        "goto": "a goto leads out of the statements that have the body open; close it by hand",
        "discarded-elsewhere": "the response is discarded where no other statement can follow; "
        "keep it in a variable and close its body",
    }
