"""What functions of the standard library do with what they are given, where it is not "only look".

A row is `package: name=uses`; uses are letters: L looks, K keeps, R the result holds it, C closes.
`name:2=K` speaks of the third argument alone, the others are looked at. Of methods (`*T.m`, `T.m`)
these are the arguments; what becomes of receivers is said by `RECEIVERS`.

The source is each function's documentation, or its body where that is silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gofixmap.patterns import pattern

_ARGUMENTS = """
bufio: NewReader=R NewReaderSize=R NewWriter=R NewWriterSize=R NewReadWriter=R NewScanner=R
    *Reader.Reset=K *Writer.Reset=K *Scanner.Buffer=K *Scanner.Split=K
bytes: NewBuffer=R NewReader=R *Reader.Reset=K Clone=L ToUpper=L ToLower=L ToTitle=L Repeat=L
    Replace=L ReplaceAll=L Join=L Map=L ToValidUTF8=L Runes=L Title=L
compress/bzip2: NewReader=R
compress/flate: NewReader=R NewReaderDict=R NewWriter=R NewWriterDict=R *Writer.Reset=K
compress/gzip: NewReader=R NewWriter=R NewWriterLevel=R *Writer.Reset=K *Reader.Reset=K
compress/lzw: NewReader=R NewWriter=R *Writer.Reset=K *Reader.Reset=K
compress/zlib: NewReader=R NewReaderDict=R NewWriter=R NewWriterLevel=R NewWriterLevelDict=R
    *Writer.Reset=K
container/heap: Push:1=K Init=L Fix=L Pop=L Remove=L
container/list: *List.PushBack=KR *List.PushFront=KR *List.InsertBefore=KR *List.InsertAfter=KR
context: WithValue=R WithCancel=R WithDeadline=R WithTimeout=R WithCancelCause=R WithoutCancel=R
    WithTimeoutCause=R WithDeadlineCause=R AfterFunc=K Cause=L
crypto/cipher: NewCBCEncrypter=R NewCBCDecrypter=R NewCTR=R NewGCM=R
crypto/hmac: New=R Equal=L
crypto/md5: Sum=L
crypto/rand: Read=L
crypto/sha1: Sum=L
crypto/sha256: Sum256=L Sum224=L
crypto/sha512: Sum512=L Sum384=L
encoding/base64: NewEncoder=R NewDecoder=R *Encoding.AppendEncode:0=R *Encoding.AppendDecode:0=R
    *Encoding.DecodeString=L
encoding/binary: Read=L Write=L Append:0=R AppendUvarint:0=R AppendVarint:0=R Size=L
encoding/csv: NewReader=R NewWriter=R *Writer.Write=L *Writer.WriteAll=L
encoding/gob: NewEncoder=R NewDecoder=R *Encoder.Encode=L *Decoder.Decode=L
encoding/hex: NewEncoder=R NewDecoder=R Dumper=R DecodeString=L AppendEncode:0=R
encoding/json: NewEncoder=R NewDecoder=R Marshal=L MarshalIndent=L Unmarshal=L Compact=L Indent=L
    HTMLEscape=L Valid=L *Encoder.Encode=L *Decoder.Decode=L
encoding/pem: Decode=R Encode=L EncodeToMemory=L
encoding/xml: NewEncoder=R NewDecoder=R Marshal=L MarshalIndent=L Unmarshal=L EscapeText=L
    *Encoder.Encode=L *Decoder.Decode=L
errors: Join=R Is=L As=L Unwrap=R
fmt: Errorf=R Append:0=R Appendf:0=R Appendln:0=R
html/template: *Template.Execute=L *Template.ExecuteTemplate=L *Template.Funcs=KR
io: TeeReader=R MultiReader=R MultiWriter=R LimitReader=R NopCloser=R NewSectionReader=R
    Copy=L CopyN=L CopyBuffer=L ReadAll=L ReadFull=L ReadAtLeast=L WriteString=L
io/ioutil: ReadAll=L NopCloser=R ReadFile=L WriteFile=L
log: New=R SetOutput=K *Logger.SetOutput=K Print=L Printf=L Println=L Fatal=L Fatalf=L Fatalln=L
    Panic=L Panicf=L Panicln=L *Logger.Print=L *Logger.Printf=L *Logger.Println=L *Logger.Fatal=L
    *Logger.Fatalf=L *Logger.Fatalln=L *Logger.Panic=L *Logger.Panicf=L *Logger.Panicln=L
    *Logger.Output=L
log/slog: New=R NewJSONHandler=R NewTextHandler=R SetDefault=K
maps: Clone=L Copy=L Equal=L EqualFunc=L Keys=R Values=R All=R
math/rand: Read=L Shuffle=L
mime/multipart: NewReader=R NewWriter=R
net: ParseIP=L *UDPConn.WriteTo=L *UDPConn.ReadFrom=L *UDPConn.WriteToUDP=L *UDPConn.ReadFromUDP=L
net/http: NewRequest:2=KR NewRequestWithContext:0=R NewRequestWithContext:3=KR Post:2=KC
    *Client.Post:2=KC *Client.Do=KR Error=L Redirect=L ServeContent=L NotFound=L MaxBytesReader=R
    ServeFile=L SetCookie=L DetectContentType=L Handle=K HandleFunc=K *ServeMux.Handle=K
    *ServeMux.HandleFunc=K ReadResponse:0=R ReadRequest:0=R *Response.Write=L *Request.Write=L
    *Request.WithContext=R *Request.Clone=R RoundTripper.RoundTrip=KR NewResponseController=R
net/http/httputil: DumpRequest=L DumpRequestOut=L DumpResponse=L
net/http/httptest: NewRequest:2=KR NewServer=R NewTLSServer=R
os: WriteFile=L Expand=L *File.Write=L *File.Read=L *File.ReadAt=L *File.WriteAt=L
os/signal: Notify=K Stop=C
reflect: ValueOf=R TypeOf=L DeepEqual=L Copy=L Append=R Indirect=R
regexp: *Regexp.Match=L *Regexp.MatchReader=L *Regexp.Find=R *Regexp.FindSubmatch=R
    *Regexp.FindAll=R *Regexp.FindAllSubmatch=R *Regexp.ReplaceAll=L *Regexp.ReplaceAllFunc=L
    *Regexp.FindIndex=L *Regexp.FindAllIndex=L *Regexp.FindSubmatchIndex=L *Regexp.Expand:0=R
runtime: KeepAlive=L SetFinalizer=L
slices: Clone=L Concat=L Collect=L Contains=L ContainsFunc=L Index=L IndexFunc=L Equal=L Sort=L
    SortFunc=L SortStableFunc=L BinarySearch=L BinarySearchFunc=L Reverse=L Max=L Min=L Repeat=L
    MaxFunc=L MinFunc=L IsSorted=L Compare=L EqualFunc=L
sort: Reverse=R
strings: NewReplacer=L
sync: *Pool.Put=K *Map.Store=K *Map.LoadOrStore=KR *Map.Swap=K *Map.CompareAndSwap=K
sync/atomic: *Value.Store=K *Pointer.Store=K *Value.Swap=K *Pointer.Swap=K StorePointer:1=K
    *Pointer.CompareAndSwap:1=K *Value.CompareAndSwap:1=K
syscall: Read=L Write=L Pread=L Pwrite=L ReadDirent=L Getdents=L Readlink=L Recvfrom=L Sendto=L
text/tabwriter: NewWriter=R
text/template: *Template.Execute=L *Template.ExecuteTemplate=L *Template.Funcs=KR HTMLEscape=L
    JSEscape=L
time: AfterFunc=K *Timer.Reset=L
unicode/utf8: AppendRune:0=R
"""

_RECEIVERS = """
bufio: *Reader.Peek=R *Reader.ReadSlice=R *Reader.ReadLine=R *Reader.ReadBytes=L
    *Reader.ReadString=L *Scanner.Bytes=R *Writer.AvailableBuffer=R
bytes: *Buffer.Bytes=R *Buffer.Next=R *Buffer.AvailableBuffer=R *Buffer.ReadBytes=L
    *Buffer.String=L *Buffer.ReadString=L
context: Context.Value=L Context.Done=L
crypto/hmac: Equal=L
database/sql: *Rows.Columns=L *Rows.ColumnTypes=L *Row.Scan=L *DB.Query=L *DB.QueryContext=L
    *DB.Exec=L *DB.ExecContext=L *DB.QueryRow=L *DB.QueryRowContext=L *DB.Begin=L *DB.BeginTx=L
    *DB.Prepare=L *DB.PrepareContext=L *DB.Conn=L *DB.Stats=L *Tx.Query=L *Tx.QueryContext=L
    *Tx.Exec=L *Tx.ExecContext=L *Tx.QueryRow=L *Tx.QueryRowContext=L *Tx.Prepare=L
    *Tx.PrepareContext=L *Stmt.Query=L *Stmt.QueryContext=L *Stmt.Exec=L *Stmt.ExecContext=L
encoding/base64: *Encoding.DecodeString=L *Encoding.AppendEncode=L
encoding/csv: *Reader.Read=L *Reader.ReadAll=L
encoding/json: *Decoder.Token=L *Decoder.Buffered=R
encoding/xml: *Decoder.Token=R
hash: Hash.Sum=L
io/fs: File.Stat=L
mime/multipart: *Writer.CreatePart=R *Writer.CreateFormFile=R *Writer.CreateFormField=R
net: Conn.LocalAddr=L Conn.RemoteAddr=L Listener.Accept=L Listener.Addr=L *TCPConn.LocalAddr=L
    *TCPConn.RemoteAddr=L *UDPConn.LocalAddr=L *TCPListener.Accept=L *Dialer.Dial=L
    *Dialer.DialContext=L
net/http: *Response.Write=C *Response.Cookies=L *Response.Location=L Header.Values=R
    Header.Clone=L *Client.Do=L *Client.Get=L *Client.Post=L *Client.Head=L *Client.PostForm=L
    *Request.Cookies=L *Request.Cookie=L *Request.Context=L RoundTripper.RoundTrip=L
    *Transport.RoundTrip=L *Server.ListenAndServe=L *Server.Serve=L
os: *Root.Stat=L *Root.Lstat=L *Root.Open=L *Root.OpenFile=L *Root.Create=L *Root.OpenRoot=L
    *File.Stat=L *File.ReadDir=L *File.Readdir=L *File.Readdirnames=L *File.SyscallConn=R
os/exec: *Cmd.Start=K *Cmd.Output=L *Cmd.CombinedOutput=L
regexp: *Regexp.FindStringSubmatch=L *Regexp.FindAllString=L *Regexp.FindAllStringSubmatch=L
    *Regexp.ReplaceAll=L *Regexp.FindSubmatch=L *Regexp.Find=L *Regexp.FindAll=L *Regexp.Split=L
    *Regexp.SubexpNames=L *Regexp.FindStringIndex=L *Regexp.FindAllStringIndex=L
strings: *Builder.String=L *Replacer.Replace=L
sync: *Pool.Get=L *Map.Load=L *Map.LoadOrStore=L *Map.LoadAndDelete=L
testing: *T.Context=L *B.Context=L
time: Time.Location=L
"""

_LOOKING = """
bufio bytes compress/flate compress/gzip compress/zlib crypto/hmac crypto/md5 crypto/rand
crypto/sha1 crypto/sha256 crypto/sha512 crypto/subtle encoding/base32 encoding/base64
encoding/binary encoding/csv encoding/gob encoding/hex encoding/json encoding/xml errors fmt
hash hash/adler32 hash/crc32 hash/crc64 hash/fnv hash/maphash html io log maps math math/big
math/bits math/rand os path path/filepath slices sort strconv strings sync/atomic testing
text/tabwriter time unicode unicode/utf16 unicode/utf8
github.com/stretchr/testify/assert github.com/stretchr/testify/require
google.golang.org/protobuf/proto github.com/golang/protobuf/proto
gopkg.in/yaml.v2 gopkg.in/yaml.v3
"""
_CONTRACT = """
Read Write ReadAt WriteAt WriteString ReadFrom WriteTo WriteByte WriteRune ReadByte
"""
_CLOSING = """
Close CloseWithError Stop Cancel Shutdown Release Terminate Rollback Commit Kill
"""

#: Packages of which functions and methods only look at their arguments, but for the rows above and
#: for functions whose result may be a part of an argument.
LOOKING = frozenset(_LOOKING.split())

#: Methods whose contract, written down at io's interfaces, is to keep nothing: `Write must not
#: retain p`.
CONTRACT = frozenset(_CONTRACT.split())

#: Methods that end what their receiver stands for.
CLOSING = frozenset(_CLOSING.split())

_ROW = pattern(r"(?P<name>[*\w.]+)(?::(?P<at>\d+))?=(?P<uses>[LKRC]+)")
_Uses = Mapping[str, Mapping[int | None, str]]


@cache
def argument_rows() -> _Uses:
    """Letters by position (None: every one) of functions, named `pkg.F` or `(*pkg.T).M`."""
    return _parsed(_ARGUMENTS)


@cache
def receiver_rows() -> _Uses:
    """The same of the receivers of methods; the position is None."""
    return _parsed(_RECEIVERS)


def _parsed(text: str) -> _Uses:
    rows: dict[str, dict[int | None, str]] = {}
    package = ""
    for word in text.split():
        if word.endswith(":"):
            package = word[:-1]
            continue
        match = _ROW.fullmatch(word)
        assert match is not None, word
        at = int(match["at"]) if match["at"] is not None else None
        rows.setdefault(_qualified(package, match["name"]), {})[at] = match["uses"]
    return rows


def _qualified(package: str, name: str) -> str:
    type_, _, method = name.rpartition(".")
    if not type_:
        return f"{package}.{name}"
    star = "*" if type_.startswith("*") else ""
    return f"({star}{package}.{type_.lstrip('*')}).{method}"
