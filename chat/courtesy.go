package chat

import (
	"fmt"
	"regexp"
	"strings"
)

// Courtesies are whole messages: with any other word in it a message is read
// as a question.
var (
	hello  = regexp.MustCompile(`(?i)^\W*(hi+|hello|hey+|hiya|howdy|good (morning|afternoon|evening|day))(\W+(there|again|limber|all|everyone|everybody))*\W*$`)
	thanks = regexp.MustCompile(`(?i)^\W*((ok(ay)?|great|good|perfect|lovely|brilliant|alright|all right|right|cool|wow|oh|ah|no|many|and|bye|goodbye|good night)\W+)*(thanks|thank you|thank u|thankyou|thanx|thx|ty|tysm|cheers|much appreciated)(\W+(you|again|so|very|much|a lot|a bunch|a million|lots|ever|indeed|limber|everyone|bye|goodbye|good night|for (the|your|all the|all your) (help|info|information|advice|answer|answers|time)|for (helping|that|this|everything)|that('s| is| was)? (helps?|helped|helpful|great|good|useful)))*\W*$`)
)

// greet answers a greeting or thanks, in which there is nothing to search for,
// and tells whether it did. The verdict of the conversation is untouched.
func (c *Chat) greet(r *Reply, index Searcher, message string) bool {
	switch {
	case thanks.MatchString(message):
		c.say(r, Refused, OutOfScope, c.texts.Thanks)
	case hello.MatchString(message):
		text := c.texts.Hello
		if r.Suggestions = sampleTitles(index.Articles()); len(r.Suggestions) > 0 {
			text += " " + fmt.Sprintf(c.texts.OutOfScopeTopics, strings.Join(r.Suggestions, "; "))
		}
		c.say(r, Refused, OutOfScope, text)
	default:
		return false
	}
	return true
}
