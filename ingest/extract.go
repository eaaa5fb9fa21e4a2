package ingest

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// PDF, Word and web pages are read in a process of their own: their parsers
// can be made to loop or to fill the memory, and only a process can be killed.
const (
	extractorEnv    = "LIMBER_EXTRACTOR" // set for the child process only
	extractDeadline = 20 * time.Second   // for one file
	extractMemory   = 768 << 20          // bytes
	maxExtracted    = 2*MaxFile + 4096   // bytes of an answer
)

// init turns a program that was started as extractor into one, whatever its
// main function does.
func init() {
	if os.Getenv(extractorEnv) == "1" {
		out := os.Stdout
		os.Stdout = os.Stderr // a library that prints must not spoil an answer
		os.Exit(serveExtractor(os.Stdin, out))
	}
}

// extractors is a pool of child processes, started when first needed.
type extractors struct {
	free     chan *extractor // nil stands for one that is not running
	deadline time.Duration
}

func newExtractors() *extractors {
	p := &extractors{free: make(chan *extractor, runtime.GOMAXPROCS(0)), deadline: extractDeadline}
	for range cap(p.free) {
		p.free <- nil
	}
	return p
}

// close ends all child processes; none may be in use.
func (p *extractors) close() {
	for range cap(p.free) {
		if x := <-p.free; x != nil {
			x.kill()
		}
	}
}

// extract returns the text of a file. A child that crashes or takes too long
// costs this file and no other.
func (p *extractors) extract(ctx context.Context, ext string, data []byte) (document, error) {
	var doc document
	x := <-p.free
	defer func() { p.free <- x }()
	if x == nil {
		var err error
		if x, err = startExtractor(); err != nil {
			return doc, fmt.Errorf("start extractor: %w", err)
		}
	}
	late := time.AfterFunc(p.deadline, x.kill)
	stop := context.AfterFunc(ctx, x.kill)
	status, answer, err := x.ask(ext, data)
	onTime := late.Stop()
	if !stop() || !onTime || err != nil {
		x.kill()
		x = nil
	}
	switch {
	case ctx.Err() != nil:
		return doc, ctx.Err()
	case err != nil && !onTime:
		return doc, fmt.Errorf("takes more than %v to read", p.deadline)
	case err != nil:
		return doc, errors.New("cannot be read: the file is damaged or needs too much memory")
	case status != 0:
		return doc, errors.New(string(answer))
	}
	return doc, json.Unmarshal(answer, &doc)
}

// extractor is one child process.
type extractor struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	end sync.Once
}

func startExtractor() (*extractor, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = []string{extractorEnv + "=1", "GOTRACEBACK=none"}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &extractor{cmd: cmd, in: in, out: bufio.NewReader(out)}, cmd.Start()
}

func (x *extractor) kill() {
	x.end.Do(func() {
		_ = x.cmd.Process.Kill()
		_ = x.in.Close()
		_ = x.cmd.Wait()
	})
}

// ask sends one file and returns the status, 0 for success, and the answer.
func (x *extractor) ask(ext string, data []byte) (byte, []byte, error) {
	if err := writeFrame(x.in, byte(len(ext)), append([]byte(ext), data...)); err != nil {
		return 0, nil, err
	}
	return readFrame(x.out, maxExtracted)
}

// A frame is one byte, a length and that many bytes.
func writeFrame(w io.Writer, kind byte, data []byte) error {
	head := binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(data)))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

func readFrame(r io.Reader, most int) (byte, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.LittleEndian.Uint32(head[1:])
	if int64(n) > int64(most) {
		return 0, nil, fmt.Errorf("frame of %d bytes", n)
	}
	data := make([]byte, n)
	_, err := io.ReadFull(r, data)
	return head[0], data, err
}

// serveExtractor answers frames until its input ends.
func serveExtractor(in io.Reader, out io.Writer) int {
	_ = limitMemory(extractMemory)
	debug.SetMemoryLimit(extractMemory / 2)
	debug.SetMaxStack(64 << 20)
	for {
		n, frame, err := readFrame(in, MaxFile+64)
		if err != nil || int(n) > len(frame) {
			return 0
		}
		doc, err := extractFile(string(frame[:n]), frame[n:])
		status, answer := byte(0), []byte(nil)
		if err == nil {
			answer, err = json.Marshal(doc)
		}
		if err != nil {
			status, answer = 1, []byte(err.Error())
		}
		if writeFrame(out, status, answer) != nil {
			return 1
		}
	}
}

// extractFile runs one parser and turns its panics into errors.
func extractFile(ext string, data []byte) (doc document, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cannot be read: the file is damaged (%.80v)", r)
		}
	}()
	switch ext {
	case ".html", ".htm":
		doc, err = readHTML(data)
	case ".pdf":
		doc, err = readPDF(data)
	case ".docx":
		doc, err = readDOCX(data)
	default:
		return doc, fmt.Errorf("no parser for %s", ext)
	}
	if err == nil && len(doc.Text) > MaxFile {
		err = fmt.Errorf("more than %d bytes of text", MaxFile)
	}
	return doc, err
}
