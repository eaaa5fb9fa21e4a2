package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// traced is a command of ours under strace, which writes the files that it
// opens and the addresses that it calls.
func traced(t *testing.T, args ...string) (cmd *exec.Cmd, calls func() []string) {
	t.Helper()
	if out, err := exec.Command("strace", "-qq", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace cannot be used here: %v %s", err, out)
	}
	log := filepath.Join(t.TempDir(), "calls")
	cmd = asLimber("strace", append([]string{"-f", "-qq", "-xx", "-s", "4096", "-e", "trace=%file,connect,sendto", "-o", log, program()}, args...)...)
	cmd.Dir = t.TempDir()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd, func() []string {
		data, err := os.ReadFile(log)
		mustDo(t, err)
		return strings.Split(strings.TrimSpace(unhex(string(data))), "\n")
	}
}

var hexByte = regexp.MustCompile(`\\x([0-9a-f]{2})`)

// unhex writes strace's strings as text; a line break in a name stays apart.
func unhex(s string) string {
	return hexByte.ReplaceAllStringFunc(s, func(h string) string {
		var b byte
		_, _ = fmt.Sscanf(h[2:], "%02x", &b)
		if b < ' ' {
			return h
		}
		return string([]byte{b})
	})
}

var (
	namedFile = regexp.MustCompile(`(?s)^\d+ +(open|openat|openat2|creat|rename|renameat2?|unlink|unlinkat|mkdirat?|linkat?|symlinkat?|execve)\((?:([A-Z_]+|\d+), )?"(.*?)"(.*)$`)
	called    = regexp.MustCompile(`^\d+ +(connect|sendto)\(.*sa_family=AF_INET`)
	// What the runtime, the C library and the system's settings need, read only.
	systemFile = regexp.MustCompile(`^(/proc/(self/.*|stat|sys/.*|cpuinfo|mounts|meminfo)|/sys/.*|/dev/(null|urandom)|/etc/(ld\.so\..*|localtime|mime\.types|apache.*/mime\.types|nsswitch\.conf|resolv\.conf|hosts)|/usr/(local/)?share/(zoneinfo|mime)/.*|(/usr)?/lib(64)?/.*|)$`)
	writes     = regexp.MustCompile(`O_WRONLY|O_RDWR|O_CREAT`)
)

// strays are the calls that name a file outside the folders, or an address.
// A name behind a descriptor stands below it unless it climbs.
func strays(calls []string, folders ...string) (out []string, files int) {
	for _, line := range calls {
		if called.MatchString(line) {
			out = append(out, line)
		}
		m := namedFile.FindStringSubmatch(line)
		if m == nil || strings.Contains(m[4], "ENOENT") {
			continue
		}
		files++
		name, inside := m[3], false
		for _, f := range folders {
			inside = inside || name == f || strings.HasPrefix(name, f+"/")
		}
		below := m[2] != "" && m[2] != "AT_FDCWD" && !filepath.IsAbs(name)
		climbs := strings.Contains("/"+name+"/", "/../")
		if climbs || !inside && !below && !(systemFile.MatchString(name) && !writes.MatchString(m[4])) {
			out = append(out, line)
		}
	}
	return out, files
}

// TestIngestStaysInside watches the system calls of an ingest over a folder
// made to lead it out.
func TestIngestStaysInside(t *testing.T) {
	dir, data, outside := t.TempDir(), t.TempDir(), t.TempDir()
	mustDo(t, os.WriteFile(filepath.Join(outside, "secret.md"), []byte("# Secret\n\nNot to be read."), 0o600))
	mustDo(t, os.Mkdir(filepath.Join(dir, "sub"), 0o750))
	for _, name := range []string{"a.md", "sub/b.md", "sub/line\nbreak.md"} {
		mustDo(t, os.WriteFile(filepath.Join(dir, name), []byte("# Legs in "+name+"\n\nLegs ache at night after "+name+".\n"), 0o600))
	}
	for to, name := range map[string]string{filepath.Join(outside, "secret.md"): "d.md", outside: "sub/away", "../../../../etc/passwd": "sub/e.md", "/proc/self/environ": "f.txt"} {
		mustDo(t, os.Symlink(to, filepath.Join(dir, name)))
	}
	mustDo(t, syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o600))
	cmd, calls := traced(t, "ingest", "--data", data, dir)
	if out, err := cmd.CombinedOutput(); !strings.Contains(string(out), "3 added, 0 changed, 0 unchanged, 0 removed, 5 refused") {
		t.Fatalf("got %v: %s", err, out)
	}
	bad, files := strays(calls(), dir, data, program(), cmd.Path, cmd.Dir)
	if len(bad) > 0 || files < 20 {
		t.Errorf("of %d files, outside the folders or over the network:\n%s", files, strings.Join(bad, "\n"))
	}
}

// TestServerCallsNobody watches a server that was given nobody to call.
func TestServerCallsNobody(t *testing.T) {
	data := t.TempDir()
	cmd, calls := traced(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	out, err := cmd.StdoutPipe()
	mustDo(t, err)
	mustDo(t, cmd.Start())
	t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the server did not start")
	}
	url := listening.FindString(lines.Text())
	for _, question := range []string{"why do I get cramps at night", "my chest is crushing and I am sweating", "who won the league in 1998"} {
		if got := post(t, url+"/v1/chat", fmt.Sprintf(`{"message":%q}`, question)); !strings.Contains(got, `"triage"`) {
			t.Fatalf("got %s", got)
		}
	}
	mustDo(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM))
	for lines.Scan() {
	}
	_ = cmd.Wait()
	bad, files := strays(calls(), data, program(), cmd.Path, cmd.Dir)
	if len(bad) > 0 || files < 5 {
		t.Errorf("of %d files, outside the folders or over the network:\n%s", files, strings.Join(bad, "\n"))
	}
}

// TestStraysAreSeen holds the reader of the calls against lines as strace
// writes them.
func TestStraysAreSeen(t *testing.T) {
	tests := map[string]bool{
		`12 openat(AT_FDCWD, "/data/a", O_RDONLY|O_CLOEXEC) = 3`:                                                               false,
		`12 openat(8, "a.md", O_RDONLY|O_NOFOLLOW) = 3`:                                                                        false,
		`12 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3`:                                                            false,
		`12 openat(AT_FDCWD, "/etc/hosts", O_WRONLY|O_CREAT) = 3`:                                                              true,
		`12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3`:                                                           true,
		`12 openat(AT_FDCWD, "/database", O_RDONLY|O_CLOEXEC) = 3`:                                                             true,
		`12 openat(AT_FDCWD, "/data/../etc/passwd", O_RDONLY) = 3`:                                                             true,
		`12 openat(8, "../secret.md", O_RDONLY) = 3`:                                                                           true,
		`12 renameat(AT_FDCWD, "/data/a", AT_FDCWD, "/data/b") = 0`:                                                            false,
		`12 unlinkat(AT_FDCWD, "/home/x", 0) = 0`:                                                                              true,
		`12 execve("/bin/sh", ["sh"], 0xc0 /* 3 vars */) = 0`:                                                                  true,
		`12 connect(5, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("1.1.1.1")}, 16) = -1 EINPROGRESS (now)`:    true,
		`12 sendto(5, "abc", 3, 0, {sa_family=AF_INET6, sin6_port=htons(53), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 3`: true,
	}
	for line, want := range tests {
		if bad, _ := strays([]string{line}, "/data"); (len(bad) > 0) != want {
			t.Errorf("%s: got %v, want a stray: %v", line, bad, want)
		}
	}
}
