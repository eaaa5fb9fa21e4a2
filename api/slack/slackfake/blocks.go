package slackfake

import (
	"unicode/utf8"
)

// Slack's limits on blocks, in characters and numbers.
const (
	mostBlocks   = 50
	mostText     = 3000
	mostHeader   = 150
	mostElements = 10 // of a context block
	mostActions  = 25
	mostButton   = 75
	mostValue    = 2000
	mostID       = 255
)

// check returns the code with which Slack refuses blocks, or "".
func check(blocks []map[string]any) string {
	if len(blocks) > mostBlocks {
		return "invalid_blocks"
	}
	seen := map[string]bool{}
	for _, b := range blocks {
		id, _ := b["block_id"].(string)
		if id != "" && seen[id] || !goodBlock(b) {
			return "invalid_blocks"
		}
		seen[id] = true
	}
	return ""
}

func goodBlock(b map[string]any) bool {
	elements, _ := b["elements"].([]any)
	switch b["type"] {
	case "header":
		return text(b["text"], mostHeader, "plain_text")
	case "section":
		return text(b["text"], mostText, "mrkdwn", "plain_text")
	case "divider":
		return true
	case "context":
		return between(elements, mostElements, func(e map[string]any) bool { return text(e, mostText, "mrkdwn", "plain_text") })
	case "actions":
		ids := map[any]bool{}
		return between(elements, mostActions, func(e map[string]any) bool {
			id := e["action_id"]
			fresh := !ids[id]
			ids[id] = true
			return fresh && goodButton(e)
		})
	case "context_actions":
		return between(elements, 5, func(e map[string]any) bool {
			return e["type"] == "feedback_buttons" && goodFeedback(e["positive_button"]) && goodFeedback(e["negative_button"])
		})
	}
	return false
}

func between(elements []any, most int, good func(map[string]any) bool) bool {
	if len(elements) == 0 || len(elements) > most {
		return false
	}
	for _, e := range elements {
		m, ok := e.(map[string]any)
		if !ok || !good(m) {
			return false
		}
	}
	return true
}

func goodButton(e map[string]any) bool {
	id, _ := e["action_id"].(string)
	value, _ := e["value"].(string)
	return e["type"] == "button" && text(e["text"], mostButton, "plain_text") && utf8.RuneCountInString(value) <= mostValue && id != "" && len(id) <= mostID
}

func goodFeedback(v any) bool {
	e, _ := v.(map[string]any)
	value, _ := e["value"].(string)
	return text(e["text"], mostButton, "plain_text") && value != "" && utf8.RuneCountInString(value) <= mostValue
}

// text reports whether v is a text object of one of the kinds.
func text(v any, most int, kinds ...string) bool {
	m, _ := v.(map[string]any)
	s, ok := m["text"].(string)
	if !ok || s == "" || utf8.RuneCountInString(s) > most {
		return false
	}
	if _, has := m["verbatim"]; has && m["type"] != "mrkdwn" {
		return false
	}
	for _, k := range kinds {
		if m["type"] == k {
			return true
		}
	}
	return false
}
