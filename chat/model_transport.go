package chat

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"time"
	"unicode/utf8"
)

// Byte limits of a completion. The library's own reader stops without an
// error at a line of 64 KiB.
const (
	maxWireBytes = 256 << 10
	maxWireLine  = 32 << 10
)

// A strictTransport lets only well-formed bytes through to the client library:
// every line of the stream is one the protocol knows, every data line parses,
// and the stream ends with a known reason and the protocol's last event.
// Whatever else arrives ends the body with an error and marks the wire.
type strictTransport struct {
	base  http.RoundTripper
	parse func(data []byte) (event, error)
}

// An event is one data line of a stream.
type event struct {
	text   string
	reason bool // a known reason for the end was given
	last   bool // the protocol's last event
}

var errWire = errors.New("the provider's bytes are not a completion")

func newStrictTransport(provider string) *strictTransport {
	t := &strictTransport{parse: parseOpenAI, base: &http.Transport{
		Proxy:       http.ProxyFromEnvironment,
		DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext, TLSHandshakeTimeout: 5 * time.Second,
		MaxIdleConnsPerHost: maxParallel, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
		DisableCompression: true, // a small packed body could unpack to a huge one
	}}
	if provider == "anthropic" {
		t.parse = parseAnthropic
	}
	return t
}

// RoundTrip sends the request and wraps the body of a good answer.
func (t *strictTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	w, ok := req.Context().Value(wireKey{}).(*wire)
	if !ok {
		return nil, errWire
	}
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		w.fail(FaultDown)
		return nil, err
	}
	kind := Fault("")
	media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		kind = FaultLimited
	case resp.StatusCode >= 500:
		kind = FaultDown
	case resp.StatusCode != http.StatusOK:
		kind = FaultRefused
	case media != "text/event-stream" || resp.Header.Get("Content-Encoding") != "":
		kind = FaultMalformed
	}
	if kind != "" { // its text could hold anything: it is not read
		_ = resp.Body.Close()
		w.fail(kind)
		return nil, errWire
	}
	resp.Body = &strictBody{body: resp.Body, lines: bufio.NewReaderSize(resp.Body, maxWireLine), wire: w, parse: t.parse}
	return resp, nil
}

// A strictBody passes on checked lines only.
type strictBody struct {
	body   io.ReadCloser
	lines  *bufio.Reader
	wire   *wire
	parse  func([]byte) (event, error)
	ready  []byte // checked, not yet read
	read   int    // bytes so far
	reason bool
	err    error
}

func (b *strictBody) Close() error { return b.body.Close() }

func (b *strictBody) Read(p []byte) (int, error) {
	for len(b.ready) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		b.next()
	}
	n := copy(p, b.ready)
	b.ready = b.ready[n:]
	return n, nil
}

// next checks one line.
func (b *strictBody) next() {
	line, err := b.lines.ReadSlice('\n')
	b.read += len(line)
	switch {
	case errors.Is(err, bufio.ErrBufferFull), b.read > maxWireBytes:
		b.fail(FaultTooLong)
	case err != nil:
		b.end(line)
	case !utf8.Valid(line):
		b.fail(FaultMalformed)
	default:
		b.check(line)
	}
}

// end is reached when no further line comes. It is the proper end only after
// the last event, which check has noted.
func (b *strictBody) end(rest []byte) {
	if b.wire.isEnded() && len(bytes.TrimSpace(rest)) == 0 {
		b.err = io.EOF
		return
	}
	b.fail(FaultCut)
}

func (b *strictBody) fail(f Fault) {
	b.wire.fail(f)
	b.err = errWire
}

func (b *strictBody) check(line []byte) {
	b.wire.alive()
	trimmed := bytes.TrimRight(line, "\r\n")
	data, isData := bytes.CutPrefix(trimmed, []byte("data:"))
	if !isData {
		if !fieldOrComment(trimmed) {
			b.fail(FaultMalformed)
			return
		}
		b.ready = append(b.ready[:0], line...)
		return
	}
	e, err := b.parse(bytes.TrimSpace(data))
	if err != nil || b.wire.isEnded() || b.reason && e.text != "" {
		b.fail(FaultMalformed)
		return
	}
	b.reason = b.reason || e.reason
	if e.last && !b.reason {
		b.fail(FaultCut)
		return
	}
	b.wire.add(e.text, e.last)
	b.ready = append(append(b.ready[:0], "data: "...), append(bytes.TrimSpace(data), '\n')...)
}

func (w *wire) isEnded() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ended
}

// fieldOrComment reports whether a line may stand between data lines.
func fieldOrComment(line []byte) bool {
	for _, prefix := range []string{":", "event:", "id:", "retry:"} {
		if bytes.HasPrefix(line, []byte(prefix)) {
			return true
		}
	}
	return len(line) == 0
}
