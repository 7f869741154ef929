package catalogs

// oddNames are the names under which database names has its whoami.
var oddNames = []string{
	"whoami", "WhoAmI", "WHOAMI", "my proc", "select", "table", "call", "system", "abs", "upper", "a.b", "tick`tick", `quo"te`,
	"héllo", "日本語", "_under", "$dollar", "d1git", "1digit", "dash-ed", "end", "ROW", "%s",
	"a_rather_long_name_a_rather_long_name_a_rather_long_name_a_rather_long_name_a_rather_long_name",
}

// addWhoAmI adds to every database a procedure that tells its own full name.
func (r *registry) addWhoAmI(catalogName string) {
	for _, db := range databases {
		names := []string{"whoami"}
		if db == "names" {
			names = oddNames
		}
		for _, name := range names {
			r.write(db, name, signature{"", "STRING", rows(catalogName + "." + db + "." + name)})
		}
	}
}
