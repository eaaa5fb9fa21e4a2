package guard

// lookalikes maps characters that look like a plain Latin letter, or stand for
// plain punctuation, to it. The pairs follow the shapes listed in Unicode
// Technical Standard 39; only lower-case targets are needed because text is
// folded to lower case first.
var lookalikes = pairs(
	"аaвbсcԁdеeҽeһhіiїiјjкkӏlмmнhոnоoрpԛqгrѕsтtцuսuѵvѡwԝwхxуyүyґr"+
		"АaВbСcЕeНhІiЈjКkМmОoРpЅsТtХxУyԌgҚk", // Cyrillic, Armenian
	"αaβbγyδdεeηnιiκkνvοoρpσoτtυuχxωwϲcΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧx", // Greek
	"ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz",             // small capitals
	"ıiȷjɑaɡgłløođdħhŧtƀbƙkɩiǃlǀlƨsɾrʋvɯwʍwæaœoßsðdþp",               // Latin
	"ɐaɔcǝeɟfƃgɥhᴉiɾrʞkɹrʇtʌvʎy",                                     // turned letters
	"٠0١1۰0۱1೦0०0௦0౦0ഠ0օo",                                           // digits that look like letters
	"’'‘'‛'ʼ'`'´'＇'′'“\"”\"„\"«\"»\"‐-‑-‒-–-—-―-−-….⁄/∕/×x℃c℉f¡!¿?。.，,！!？?；;：:",
	"🅰a🅱b🅾o🅿pⓂmℹi",
)

// pairs reads a list of strings in which a character is followed by what it
// stands for.
func pairs(lists ...string) map[rune]rune {
	m := map[rune]rune{}
	for _, list := range lists {
		runes := []rune(list)
		for i := 0; i+1 < len(runes); i += 2 {
			m[runes[i]] = runes[i+1]
		}
	}
	return m
}
