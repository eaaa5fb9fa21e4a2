package chat

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// parseOpenAI reads one data line of an OpenAI-compatible stream.
func parseOpenAI(data []byte) (event, error) {
	if bytes.Equal(data, []byte("[DONE]")) {
		return event{last: true}, nil
	}
	var chunk struct {
		Error   json.RawMessage `json:"error"`
		Choices *[]struct {
			Index int `json:"index"`
			Delta struct {
				Content      *string         `json:"content"`
				Refusal      *string         `json:"refusal"`
				ToolCalls    json.RawMessage `json:"tool_calls"`
				FunctionCall json.RawMessage `json:"function_call"`
			} `json:"delta"`
			FinishReason *string `json:"finish_reason"`
		} `json:"choices"`
	}
	if err := json.Unmarshal(data, &chunk); err != nil {
		return event{}, fmt.Errorf("read chunk: %w", errWire)
	}
	if !isNull(chunk.Error) || chunk.Choices == nil || len(*chunk.Choices) > 1 {
		return event{}, errWire
	}
	var e event
	for _, c := range *chunk.Choices {
		if c.Index != 0 || !isNull(c.Delta.ToolCalls) || !isNull(c.Delta.FunctionCall) || c.Delta.Refusal != nil && *c.Delta.Refusal != "" {
			return event{}, errWire
		}
		if c.Delta.Content != nil {
			e.text = *c.Delta.Content
		}
		if c.FinishReason != nil && *c.FinishReason != "" {
			if *c.FinishReason != "stop" && *c.FinishReason != "length" {
				return event{}, errWire
			}
			e.reason = true
		}
	}
	return e, nil
}

func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || bytes.Equal(raw, []byte("null")) || bytes.Equal(raw, []byte("[]"))
}

// parseAnthropic reads one data line of an Anthropic stream.
func parseAnthropic(data []byte) (event, error) {
	var m struct {
		Type  string `json:"type"`
		Delta struct {
			Type       string  `json:"type"`
			Text       string  `json:"text"`
			StopReason *string `json:"stop_reason"`
		} `json:"delta"`
		ContentBlock struct {
			Type string `json:"type"`
			Text string `json:"text"`
		} `json:"content_block"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return event{}, fmt.Errorf("read event: %w", errWire)
	}
	switch m.Type {
	case "content_block_start":
		if m.ContentBlock.Type == "text" && m.ContentBlock.Text == "" {
			return event{}, nil
		}
	case "content_block_delta":
		if m.Delta.Type == "text_delta" {
			return event{text: m.Delta.Text}, nil
		}
	case "message_delta":
		switch r := m.Delta.StopReason; {
		case r == nil:
			return event{}, nil
		case *r == "end_turn", *r == "stop_sequence", *r == "max_tokens":
			return event{reason: true}, nil
		}
	case "message_stop":
		return event{last: true}, nil
	case "message_start", "content_block_stop", "ping":
		return event{}, nil
	}
	return event{}, errWire
}
