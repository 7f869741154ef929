package funcs

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
)

// urlProtocols are those that java.net.URL has handlers for; any other is malformed to it.
var urlProtocols = map[string]bool{"http": true, "https": true, "ftp": true, "file": true, "jar": true, "mailto": true, "jmod": true, "jrt": true}

// parseURL is PARSE_URL(url, part [, key]): NULL where the URL is malformed or has no such part.
func parseURL(c *call) (datatype.Value, error) {
	protocol, rest, found := strings.Cut(c.str(0), ":")
	protocol = strings.ToLower(strings.TrimSpace(protocol))
	if !found || !urlProtocols[protocol] {
		return nil, nil
	}
	rest, ref, hasRef := strings.Cut(rest, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	authority, path := "", rest
	if strings.HasPrefix(rest, "//") {
		authority, path = rest[2:], ""
		if i := strings.IndexByte(authority, '/'); i >= 0 {
			authority, path = authority[:i], authority[i:]
		}
	}
	user, host, hasUser := cutLast(authority, "@")
	if !hasUser {
		user, host = "", authority
	}
	if before, _, found := cutLast(host, ":"); found && !strings.HasSuffix(host, "]") {
		host = before
	}
	if len(c.args) > 2 {
		if c.str(1) != "QUERY" || !hasQuery {
			return nil, nil
		}
		return queryValue(query, c.str(2)), nil
	}
	switch c.str(1) {
	case "PROTOCOL":
		return protocol, nil
	case "HOST":
		return host, nil
	case "PATH":
		return path, nil
	case "AUTHORITY":
		return orNil(authority, authority != ""), nil
	case "USERINFO":
		return orNil(user, hasUser), nil
	case "QUERY":
		return orNil(query, hasQuery), nil
	case "REF":
		return orNil(ref, hasRef), nil
	case "FILE":
		if hasQuery {
			path += "?" + query
		}
		return path, nil
	}
	return nil, nil
}

func orNil(s string, ok bool) datatype.Value {
	if !ok {
		return nil
	}
	return s
}

func queryValue(query, key string) datatype.Value {
	for pair := range strings.SplitSeq(query, "&") {
		if name, value, found := strings.Cut(pair, "="); found && name == key {
			return value
		}
	}
	return nil
}

// cutLast is strings.Cut around the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
