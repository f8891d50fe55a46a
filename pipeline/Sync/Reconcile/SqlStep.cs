using System.Reflection;

namespace ContactSync.Reconcile;

/// <summary>
/// One named step of reconcile: a file of static SQL in <c>Reconcile/Sql</c>. Its text never depends on a profile; what it needs of
/// one are rows of the policy tables.
/// </summary>
public sealed record SqlStep(string Name, string Sql)
{
    /// <summary>The steps whose names begin with one of the given numbers, in the order of their names.</summary>
    public static IReadOnlyList<SqlStep> Numbered(int from, int to)
    {
        var assembly = typeof(SqlStep).Assembly;
        var names = assembly.GetManifestResourceNames();
        Array.Sort(names, StringComparer.Ordinal);
        var steps = new List<SqlStep>();
        foreach (var name in names)
        {
            if (name.EndsWith(".sql", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(0, 2), out var number) && number >= from && number <= to)
            {
                steps.Add(new SqlStep(name[..^4], Read(assembly, name)));
            }
        }

        return steps;
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"resource {name} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What a step did: the rows it wrote and the time it took.</summary>
public sealed record StepReading(string Step, long Rows, TimeSpan Elapsed);
