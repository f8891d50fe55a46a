using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;
using ContactSync.Weights;

namespace ContactSync.Match;

/// <summary>
/// Matches by weights or by rules who has no partner by a key before: the table <c>people</c> in, pairs with verdict, weight and reasons into <c>weighed</c>. Everyone else in it is the
/// population that says how common a value is. A supporter has one Contact and a Contact one supporter. What counts are the normalised values, which are all that is known of a record that
/// this run did not extract.
/// </summary>
internal sealed class PeopleLeg(Scratch scratch, ProfileOptions profile, LoadedModel model, MatchOptions match, DataflowOptions dataflow, Func<Topology, CancellationToken, Task> flow, TimeProvider clock, RuleSet? rules = null)
{
    private readonly List<FieldMap> _fields = [.. profile.Map.Where(f => RoleNames.Of(f) != PersonRole.None)];

    /// <summary>Of each record, its row in the table <c>people</c>, and whether it is alone.</summary>
    private readonly List<(int Row, bool IsAlone)> _records = [];

    /// <summary>Finds, weighs and assigns; returns what was counted, null when one side has nobody.</summary>
    /// <exception cref="TooManyComparisonsException">The work foreseen is above the configured bound.</exception>
    public async Task<MatchFigures?> RunAsync(CancellationToken cancellationToken)
    {
        if (scratch.Connection.Scalar<long>("select count(distinct side) from people where alone", cancellationToken) < 2)
        {
            return null;
        }

        using var people = new PeopleMatch(
            new PeopleMatchOptions(model, UniqueSide.Both, new PairScope(WithinLeft: false, WithinRight: false), match.MaxComparisons, row => _records[row].IsAlone, Rules: rules), Reference.Lists, dataflow, flow, clock);
        await people.FillAsync(ReadAsync, cancellationToken);
        await people.FindAsync(cancellationToken);
        Write(people, people.Cluster(Apart(cancellationToken)));
        return people.Figures;
    }

    private async IAsyncEnumerable<PeopleBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reading = scratch.Connect();
        var schema = new RecordSchema("people", [new Column("people.row", ColumnType.Text, ColumnRole.Value), new Column("people.alone", ColumnType.Text, ColumnRole.Value), .. _fields.Select(f => new Column(f.Field, ColumnType.Text, ColumnRole.Value))]);
        var columns = new PersonColumns([PersonRole.None, PersonRole.None, .. _fields.Select(RoleNames.Of)]);
        foreach (var side in (string[])["local", "org"])
        {
            // Joined first, read after, as the keys are.
            var key = side == "local" ? "local_key" : "org_id";
            reading.Execute(
                $"""
                create temp table values_of_{side} as
                select p.row::varchar, p.alone::varchar{Values("n")} from people p join normalized n using (record_key) where p.side = '{side}' and p.extracted
                union all
                select p.row::varchar, p.alone::varchar{Values("s")} from people p join state s using ({key}) where p.side = '{side}' and not p.extracted
                """,
                cancellationToken);
            await foreach (var batch in TableReader.ReadAsync(reading, $"from values_of_{side}", schema, dataflow.Candidates.BatchRows, cancellationToken))
            {
                Note(batch);
                yield return new PeopleBatch(batch, columns, side == "local", 0);
            }

            reading.Execute($"drop table values_of_{side}", cancellationToken);
        }
    }

    private string Values(string of) => string.Concat(_fields.Select(f => $", {of}.{DuckSql.Identifier(f.Field)}"));

    private void Note(RecordBatch batch)
    {
        for (var i = 0; i < batch.RowCount; i++)
        {
            _records.Add((Utf8Parser.TryParse(batch.Text(0)[i], out int row, out _) ? row : throw new System.Diagnostics.UnreachableException(), batch.Text(1)[i].SequenceEqual("true"u8)));
        }
    }

    /// <summary>Keeps apart what a person said to be different; null when nothing was said.</summary>
    private Func<int, int, bool?>? Apart(CancellationToken cancellationToken)
    {
        var apart = new HashSet<(int, int)>();
        using var result = scratch.Connection.Query(
            "select l.row, o.row from judged j join people l on l.local_key = j.local_key join people o on o.org_id = j.org_id where not j.same", cancellationToken);
        while (result.NextChunk())
        {
            for (var i = 0; i < result.Chunk.RowCount; i++)
            {
                apart.Add(((int)result.Chunk.Column<long>(0)[i], (int)result.Chunk.Column<long>(1)[i]));
            }
        }

        return apart.Count == 0 ? null
            : (one, other) => apart.Contains((_records[one].Row, _records[other].Row)) || apart.Contains((_records[other].Row, _records[one].Row)) ? false : null;
    }

    private void Write(PeopleMatch people, Clusters clusters)
    {
        // What a rule holds for asks for no margin: whoever wrote it has said that it suffices.
        var odds = MatchLines.Odds(people.Table);
        var linkFrom = people.Lines.Match + (rules is null ? 100 * match.LinkMargin : 0);
        Func<ScoredPair, string> why = people.Rules is null ? new PairReasons(people, linkFrom).Of : new RuleReasons(people, people.Rules).Of;
        using var writing = scratch.Connect();
        using var weighed = writing.Append("weighed");
        foreach (var pair in people.Pairs)
        {
            var row = weighed.Row;
            weighed.Set(0, row, (long)_records[pair.Left].Row);
            weighed.Set(1, row, (long)_records[pair.Right].Row);
            weighed.Set(2, row, rules is null ? MatchLines.PerMille(pair.Weight - odds) : RuleComparer.MeanOf(pair.Weight));
            weighed.Set(3, row, pair.Weight);
            weighed.SetText(4, row, clusters.Same(pair.Left, pair.Right) && pair.Weight >= linkFrom ? "best"u8 : "review"u8);
            weighed.SetText(5, row, Encoding.UTF8.GetBytes(why(pair)));
            weighed.SetText(6, row, rules is null ? "weights"u8 : "rules"u8);
            weighed.EndRow();
        }

        weighed.Complete();
    }
}
