namespace ContactSync.Config;

/// <summary>What must hold between keys of pipeline.json.</summary>
internal static class PipelineRules
{
    public static IEnumerable<(string Path, string Message)> Check(PipelineOptions options)
    {
        if (options.Org.Kind == OrgKind.Salesforce)
        {
            foreach (var key in Needed(options.Org))
            {
                yield return (key, $"missing; org.kind salesforce{(key.Contains("auth", StringComparison.Ordinal) ? $" with the flow {Word(options.Org.Auth.Flow)}" : "")} needs it");
            }
        }

        foreach (var problem in CheckStore(options.Store))
        {
            yield return problem;
        }

        if (options.Metrics.Prometheus?.EndsWith(".prom", StringComparison.Ordinal) == false)
        {
            yield return ("metrics.prometheus", "must end in .prom; node_exporter reads no other file");
        }

        if (options.Load.PollFirst > options.Load.PollMax)
        {
            yield return ("load.pollFirst", "longer than load.pollMax");
        }
    }

    private static IEnumerable<(string Path, string Message)> CheckStore(StoreOptions store)
    {
        if (!store.IsReadOnly)
        {
            if (store.Map.Count > 0)
            {
                yield return ("store.map[0].field", "only files have columns to map; store.kind is duckdb");
            }

            yield break;
        }

        if (store.Path.EndsWith(".duckdb", StringComparison.OrdinalIgnoreCase))
        {
            yield return ("store.path", $"a DuckDB file; store.kind {(store.Kind == StoreKind.Csv ? "csv" : "parquet")} needs the path of such a file");
        }

        if (store.Seed is not null)
        {
            yield return ("store.seed", "only a duckdb store is filled; a file is read as it is");
        }

        if (store.Map.GroupBy(m => m.Field).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
        {
            yield return ("store.map[0].field", $"the field {twice} is mapped twice");
        }
    }

    private static IEnumerable<string> Needed(OrgOptions org)
    {
        var auth = org.Auth;
        (string Key, object? Value)[] needed = auth.Flow switch
        {
            AuthFlow.ClientCredentials => [("clientId", auth.ClientId), ("clientSecret", auth.ClientSecret)],
            AuthFlow.Jwt => [("clientId", auth.ClientId), ("username", auth.Username), ("privateKey", auth.PrivateKey)],
            _ => [("token", auth.Token)],
        };
        return needed.Where(n => n.Value is null).Select(n => $"org.auth.{n.Key}").Concat(org.InstanceUrl is null ? ["org.instanceUrl"] : []);
    }

    private static string Word(AuthFlow flow) => flow switch
    {
        AuthFlow.ClientCredentials => "clientCredentials",
        AuthFlow.Jwt => "jwt",
        _ => "token",
    };
}
