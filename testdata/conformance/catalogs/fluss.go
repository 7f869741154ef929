package catalogs

import (
	"errors"

	"github.com/callgate/callgate/procedures/datatype"
)

// flussPairs are the stubs of Apache Fluss' procedures that answer with their arguments: name and signature.
var flussPairs = []struct{ name, params string }{
	{"add_acl", "resource STRING, permission STRING, principal STRING, operation STRING, host STRING?"},
	{"drop_acl", "resource STRING, permission STRING, principal STRING, operation STRING, host STRING?"},
	{"list_acl", "resource STRING, permission STRING?, principal STRING?, operation STRING?, host STRING?"},
	{"add_server_tag", "tabletServers STRING, serverTag STRING"},
	{"rebalance", "priorityGoals STRING"},
	{"cancel_rebalance", "rebalanceId STRING?"},
	{"drop_kv_snapshot_lease", "leaseId STRING"},
}

const clusterConfig = "ROW<config_key STRING, config_value STRING, config_source STRING>"

func (r *registry) addFluss() {
	const db = "wild"
	for _, p := range flussPairs {
		r.write(db, p.name, signature{p.params, "STRING", pairs})
	}
	r.write(db, "list_rebalance", signature{"rebalanceId STRING?", "ROW<rebalance_id STRING, rebalance_status STRING, " +
		"rebalance_progress STRING, rebalance_plan STRING>", listRebalance})
	r.write(db, "get_cluster_configs",
		signature{"", clusterConfig, rows(row("all", nil, "INITIAL")...)},
		signature{"keys STRING...", clusterConfig, getClusterConfigs})
	r.write(db, "set_cluster_configs", signature{"configPairs STRING...", "STRING", setClusterConfigs})
	r.write(db, "reset_cluster_configs", signature{"configKeys STRING...", "STRING", resetClusterConfigs})
}

func listRebalance(args arguments) ([]datatype.Value, error) {
	return row(args.values[0], "COMPLETED", "100%", nil), nil
}

func getClusterConfigs(args arguments) ([]datatype.Value, error) {
	var elements []datatype.Value
	for i, key := range args.values {
		elements = append(elements, []datatype.Value{key, "value of " + text(key, args.types[i]), "DYNAMIC"})
	}
	return elements, nil
}

func setClusterConfigs(args arguments) ([]datatype.Value, error) {
	if len(args.values) == 0 || len(args.values)%2 != 0 {
		return nil, errors.New("config_pairs must be set in pairs")
	}
	var elements []datatype.Value
	for i := 0; i < len(args.values); i += 2 {
		elements = append(elements, text(args.values[i], args.types[i])+"="+text(args.values[i+1], args.types[i+1]))
	}
	return elements, nil
}

func resetClusterConfigs(args arguments) ([]datatype.Value, error) {
	if len(args.values) == 0 {
		return nil, errors.New("config_keys cannot be empty")
	}
	return label("reset_cluster_configs")(args)
}
