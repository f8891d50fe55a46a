using ContactSync.DuckDb;
using ContactSync.Review;

namespace ContactSync.Match;

/// <summary>Puts what people said into the table <c>pairs</c>: it stands over every score, whatever the records hold now.</summary>
internal static class JudgedPairs
{
    /// <summary>The score of a pair that a person said is the same.</summary>
    public const int Score = 1000;

    /// <summary>Makes the table <c>judged</c> of what was said of pairs across the sides.</summary>
    public static void Load(DuckConnection connection, JudgementLog judgements, CancellationToken cancellationToken)
    {
        connection.Execute("create table judged (local_key varchar, org_id varchar, same boolean)", cancellationToken);
        using var appender = connection.Append("judged");
        foreach (var (local, org, same) in judgements.Current().Values.Select(Sides).OfType<(string Local, string Org, bool Same)>())
        {
            appender.SetText(0, appender.Row, System.Text.Encoding.UTF8.GetBytes(local));
            appender.SetText(1, appender.Row, System.Text.Encoding.UTF8.GetBytes(org));
            appender.Set(2, appender.Row, same);
            appender.EndRow();
        }

        appender.Complete();
    }

    /// <summary>Takes pairs said to be different out, and puts pairs said to be the same in whose records are there, extracted by this run or known from those before.</summary>
    public static void Apply(DuckConnection connection, CancellationToken cancellationToken) => connection.Execute(
        $"""
        delete from pairs where exists (select 1 from judged j where j.local_key = pairs.local_key and j.org_id = pairs.org_id and (not j.same or pairs.method <> 'id'));
        insert into pairs select j.local_key, j.org_id, 'judged', {Score}, 0, 0, 'best', null, null from judged j
        where j.same
          and (j.local_key in (select local_key from local_side) or j.local_key in (select local_key from state))
          and (j.org_id in (select org_id from org_side) or j.org_id in (select org_id from state))
          and j.org_id not in (select org_id from gone)
          and not exists (select 1 from pairs p where p.local_key = j.local_key and p.org_id = j.org_id);
        """,
        cancellationToken);

    /// <summary>The two sides of a judgement across sides, or null for one within a side.</summary>
    private static (string Local, string Org, bool Same)? Sides(Judgement judgement) => (judgement.Left, judgement.Right) switch
    {
        (['l', 'o', 'c', 'a', 'l', ':', .. var local], ['o', 'r', 'g', ':', .. var org]) => (local, org, judgement.Same),
        _ => null,
    };
}
