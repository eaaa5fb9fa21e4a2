package chat

func provenBy(text, quote string) bool { return text == quote }
