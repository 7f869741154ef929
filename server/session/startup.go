package session

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/server/session/setting"
	"github.com/callgate/callgate/server/wire"
	"github.com/callgate/callgate/sqlcall"
)

// Open lets the client in: it finds the catalog that is meant by the database name, takes the startup parameters as settings and
// sends everything up to the first ReadyForQuery. An error is FATAL and was not sent.
func (s *Session) Open(ctx context.Context, startup *wire.Startup) error {
	s.user = startup.Get("user")
	if startup.Negotiated {
		s.out.Negotiate(startup.Version, startup.Options)
	}
	cat, path, err := s.database(ctx, startup.Get("database"))
	if err != nil {
		return err
	}
	s.settings.SetInternal("session_authorization", s.user)
	s.settings.SetInternal(setting.CatalogName, cat)
	if err := s.settings.SetDefault("search_path", path, true); err != nil {
		return err
	}
	if err := s.startupSettings(startup); err != nil {
		return err
	}
	s.out.AuthenticationOk()
	for _, p := range s.settings.Reports() {
		s.out.ParameterStatus(p.Name, p.Value)
	}
	s.out.BackendKeyData(s.key.PID, s.key.Secret)
	s.readyForQuery()
	s.log.Info().Str("user", s.user).Str("catalog", cat).Stringer("protocol", startup.Version).
		Str("application", s.show("application_name")).Stringer("remote", s.conn.RemoteAddr()).Msg("session opened")
	return s.out.Flush()
}

// database finds the catalog and the search_path of a dbname: a catalog, or catalog/database. No name, and the user's name where
// there is no such catalog, which psql, libpq and JDBC send by themselves, mean the default catalog.
func (s *Session) database(ctx context.Context, dbname string) (cat, path string, err error) {
	snapshot := s.config.Catalogs.Snapshot()
	cat, database := dbname, ""
	if !snapshot.Has(cat) {
		cat, database, _ = strings.Cut(dbname, "/")
	}
	switch {
	case snapshot.Has(cat):
	case dbname == "" || dbname == s.user:
		cat, database = s.config.DefaultCatalog, ""
	default:
		return "", "", noDatabase(dbname)
	}
	c, err := snapshot.Catalog(ctx, cat)
	if err != nil {
		return "", "", fatal(err)
	}
	if database == "" {
		return cat, sqlcall.QuoteIdent(c.DefaultDatabase()) + ", public", nil
	}
	if _, err := c.Procedures(ctx, database); err != nil {
		return "", "", noDatabase(dbname)
	}
	return cat, sqlcall.QuoteIdent(database) + ", public", nil
}

func noDatabase(name string) error {
	if !utf8.ValidString(name) {
		return pgerr.Fatal(pgerr.InvalidCatalogName, "database %s does not exist", wire.Printable(name))
	}
	return pgerr.Fatal(pgerr.InvalidCatalogName, "database %q does not exist", name)
}

// startupSettings takes first what options= holds and then the parameters, which win, as PostgreSQL does.
func (s *Session) startupSettings(startup *wire.Startup) error {
	options, err := splitOptions(startup.Get("options"))
	if err != nil {
		return err
	}
	for _, p := range append(options, startup.Params...) {
		switch p.Name {
		case "user", "database", "options":
			continue
		case "replication":
			if p.Value != "false" && p.Value != "off" && p.Value != "0" {
				return pgerr.Fatal(pgerr.FeatureNotSupported, "replication is not supported")
			}
			continue
		}
		isName := strings.EqualFold(p.Name, "application_name") // whose odd bytes are replaced
		if !utf8.ValidString(p.Name) || !utf8.ValidString(p.Value) && !isName {
			return pgerr.Fatal(pgerr.CharacterNotInRepertoire, "startup parameter is not valid UTF-8")
		}
		if err := s.settings.SetDefault(p.Name, unquoted(p), false); err != nil {
			return fatal(err)
		}
	}
	return nil
}

// unquoted strips the quotes that asyncpg puts around the value of client_encoding.
func unquoted(p wire.Param) string {
	if strings.EqualFold(p.Name, "client_encoding") {
		return strings.Trim(p.Value, "'")
	}
	return p.Value
}

// splitOptions reads the command-line form of settings: -c name=value, -cname=value and --name=value, separated by blanks that
// are not escaped with a backslash (pg_split_opts of PostgreSQL's postinit.c).
func splitOptions(text string) ([]wire.Param, error) {
	var out []wire.Param
	words := splitWords(text)
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "-c" && i+1 < len(words):
			i++
			word = words[i]
		case strings.HasPrefix(word, "--"):
			word = word[2:]
		case strings.HasPrefix(word, "-c") && len(word) > 2:
			word = word[2:]
		default:
			return nil, pgerr.Fatal(pgerr.SyntaxError, "invalid command-line argument for server process: %s", word)
		}
		name, value, ok := strings.Cut(word, "=")
		if !ok || name == "" {
			return nil, pgerr.Fatal(pgerr.SyntaxError, "-c %s requires a value", word)
		}
		out = append(out, wire.Param{Name: strings.ReplaceAll(name, "-", "_"), Value: value})
	}
	return out, nil
}

func splitWords(text string) []string {
	var words []string
	var word strings.Builder
	inWord := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
			inWord = true
		case c == ' ' || c >= '\t' && c <= '\r':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

// fatal makes an error end the connection.
func fatal(err error) error {
	e := *pgerr.From(err)
	e.Severity = pgerr.SeverityFatal
	return &e
}

// show returns a setting that is known to exist.
func (s *Session) show(name string) string {
	value, _ := s.settings.Get(name)
	return value
}
