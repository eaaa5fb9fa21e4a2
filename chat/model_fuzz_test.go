package chat

import (
	"strings"
	"testing"
)

// FuzzModelLine gives lines of a provider's stream to both dialects: a line
// that is not understood is an error, never text.
func FuzzModelLine(f *testing.F) {
	f.Add([]byte(`{"choices":[{"index":0,"delta":{"content":"Do NOT"},"finish_reason":null}]}`))
	f.Add([]byte(`{"type":"content_block_delta","delta":{"type":"text_delta","text":"Do NOT"}}`))
	f.Add([]byte(`[DONE]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		for name, parse := range map[string]func([]byte) (event, error){"openai": parseOpenAI, "anthropic": parseAnthropic} {
			e, err := parse(line)
			if err != nil && (e.text != "" || e.last || e.reason) {
				t.Errorf("%s: an error with text %q", name, e.text)
			}
			if err == nil && e.text != "" && !strings.Contains(string(line), ":") {
				t.Errorf("%s: text %q out of nothing", name, e.text)
			}
		}
	})
}
