package layers

// eachMember calls visit with every member of a JSON object that is known to be valid: the key with its quotes, and the
// value as it stands. It allocates nothing.
func eachMember(object []byte, visit func(key, value []byte)) {
	at := skipSpace(object, 0) + 1
	for {
		at = skipSpace(object, at)
		if at >= len(object) || object[at] != '"' {
			return
		}
		end := valueEnd(object, at)
		key := object[at:end]
		at = skipSpace(object, end)
		at = skipSpace(object, at+1) // the colon
		end = valueEnd(object, at)
		visit(key, object[at:end])
		if at = skipSpace(object, end); at < len(object) && object[at] == ',' {
			at++
		}
	}
}

func skipSpace(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r') {
		at++
	}
	return at
}

// valueEnd is where the value that begins at ends.
func valueEnd(data []byte, at int) int {
	depth := 0
	for ; at < len(data); at++ {
		switch c := data[at]; {
		case c == '"':
			for at++; at < len(data) && data[at] != '"'; at++ {
				if data[at] == '\\' {
					at++
				}
			}
			if depth == 0 {
				return min(at+1, len(data))
			}
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth == 0 {
				return at // of what encloses a number
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case depth == 0 && (c == ',' || c <= ' '):
			return at
		}
	}
	return len(data)
}
