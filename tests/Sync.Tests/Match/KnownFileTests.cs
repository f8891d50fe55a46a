using System.Globalization;
using System.Text;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Match;
using ContactSync.Runs;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Tests.Match;

/// <summary>People kept in a file, and changes matched against it with the shipped model.</summary>
public sealed class KnownFileTests : IDisposable
{
    private static readonly PersonRole[] Roles = [PersonRole.FirstName, PersonRole.LastName, PersonRole.Email, PersonRole.Phone, PersonRole.Street, PersonRole.City, PersonRole.PostalCode];
    private static readonly NodeOptions Node = new(2, 4);
    private static readonly DataflowOptions Dataflow = new(Node, Node, Node, Node, Node, Node);

    private readonly string _folder = Directory.CreateTempSubdirectory("known-file-").FullName;

    private string KnownPath => Path.Combine(_folder, "known.people");

    [Fact]
    public async Task Changes_against_a_file_give_what_everybody_anew_gives()
    {
        var known = Enumerable.Range(0, 1200).Select(n => One(n, n % 2 == 0)).ToList();
        await WriteAsync(known);
        List<Somebody> came = [.. Enumerable.Range(1200, 60).Select(n => One(n, n % 3 > 0)), .. known.Where((_, n) => n % 20 == 0).Select(s => s with { City = "elsewhere" })];
        List<Somebody> now = [.. known.Where((_, n) => n % 20 > 0), .. came];

        using var file = KnownFile.TryOpen(KnownPath, Reference.Model().Hash, out var reason);
        Assert.Null(reason);
        using var added = await FilledAsync(came, slack: 0);
        var changes = new KnownChanges(file!.People, Table(came, added));
        foreach (var gone in known.Where((_, n) => n % 20 == 0))
        {
            changes.Remove(file.People.Find(gone.IsLeft, Encoding.UTF8.GetBytes(gone.Id)));
        }

        var match = new ChangeMatch(changes, new KnownMatchOptions(Reference.Model().Model, Reference.Lists.Nicknames, UniqueSide.Both), new Stages(Dataflow, (graph, ct) => graph.RunAsync(ct), TimeProvider.System));
        Assert.Null(await match.RunAsync(TestContext.Current.CancellationToken));
        var clusters = new KnownClusters(changes, match.Match);
        using var anew = await FilledAsync(now, slack: 0);
        await anew.FindAsync(TestContext.Current.CancellationToken);
        var all = anew.Cluster();
        var table = Table(now, anew);

        var expected = anew.Pairs.Select(p => (Name(table[p.Left]), Name(table[p.Right]), p.Weight, p.Pass, all.Same(p.Left, p.Right))).Order().ToList();
        Assert.True(expected.Count > 100, $"{expected.Count} pairs");
        Assert.Equal(
            expected,
            match.Match.Pairs.Where(p => p.Weight >= match.Match.Lines.Review).Select(p => (Name(changes[p.Left]), Name(changes[p.Right]), p.Weight, p.Pass, clusters.Same(p.Left, p.Right))).Order());
        Assert.InRange(match.Compared, 1, anew.Figures.Compared / 2);
    }

    [Fact]
    public async Task A_file_that_does_not_serve_says_why()
    {
        Assert.Contains("cannot be used", Reason("model"), StringComparison.Ordinal);

        await WriteAsync([One(1, true), One(2, false)]);
        Assert.Null(Reason(Reference.Model().Hash));
        Assert.Contains("made with other weights", Reason("another model"), StringComparison.Ordinal);
        Assert.Equal([KnownPath], Directory.GetFiles(_folder));

        using (var file = File.OpenWrite(KnownPath))
        {
            file.SetLength(file.Length - 1);
        }

        Assert.Contains("cut short", Reason(Reference.Model().Hash), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(KnownPath, [], TestContext.Current.CancellationToken);
        Assert.Contains("empty", Reason(Reference.Model().Hash), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string? Reason(string fingerprint)
    {
        using var file = KnownFile.TryOpen(KnownPath, fingerprint, out var reason);
        return reason;
    }

    private async Task WriteAsync(List<Somebody> people)
    {
        using var match = await FilledAsync(people, KnownMatchOptions.DefaultSlack);
        await match.FindAsync(TestContext.Current.CancellationToken);
        var options = new KnownOptions(Reference.Model().Hash, Reference.Model().Model.Keys, match.Lines.Review - KnownMatchOptions.DefaultSlack);
        KnownFile.Write(new DiskFiles(), KnownPath, new KnownWriter(Table(people, match), new KeyMaker(Reference.Lists.Nicknames), options), match.Pairs);
    }

    /// <summary>A match whose table holds them, the left first.</summary>
    private static async Task<PeopleMatch> FilledAsync(List<Somebody> people, int slack)
    {
        var match = new PeopleMatch(
            new PeopleMatchOptions(Reference.Model(), UniqueSide.Both, new PairScope(false, false), Slack: slack), Reference.Lists, Dataflow, (graph, ct) => graph.RunAsync(ct), TimeProvider.System);
        await match.FillAsync(_ => Batches(people), TestContext.Current.CancellationToken);
        return match;
    }

    private static async IAsyncEnumerable<PeopleBatch> Batches(List<Somebody> people)
    {
        await Task.Yield();
        var schema = new RecordSchema("people", [.. Roles.Select(r => new Column(r.ToString(), ColumnType.Text, ColumnRole.Value))]);
        foreach (var isLeft in (bool[])[true, false])
        {
            var batch = RecordBatch.Rent(schema, 0);
            foreach (var somebody in people.Where(p => p.IsLeft == isLeft))
            {
                for (var i = 0; i < Roles.Length; i++)
                {
                    batch.Text(i).Append(Encoding.UTF8.GetBytes(somebody.Value(i)));
                }

                batch.EndRow();
            }

            yield return new PeopleBatch(batch, new PersonColumns(Roles), isLeft, 0);
        }
    }

    private static KnownTable Table(List<Somebody> people, PeopleMatch match)
    {
        var table = new KnownTable(match.Table);
        foreach (var somebody in people.OrderBy(p => !p.IsLeft))
        {
            table.Add(somebody.IsLeft, Encoding.UTF8.GetBytes(somebody.Id), takesPart: true);
        }

        return table;
    }

    private static string Name(KnownRecord record) => $"{record.IsLeft} {Encoding.UTF8.GetString(record.Id)}";

    /// <summary>Somebody by number, of whom every third is on the other side too, spelled otherwise.</summary>
    private static Somebody One(int number, bool isLeft)
    {
        var person = number % 3 == 0 ? number / 6 : number;
        var (first, last) = ($"{(char)('a' + (person % 23))}nn{(char)('a' + (person % 7))}", $"{(char)('b' + (person % 19))}ar{(char)('a' + (person % 13))}ov");
        return new Somebody(isLeft, string.Create(CultureInfo.InvariantCulture, $"id{number}"), isLeft ? first : first + "e", last, $"{first}.{last}{person % 50}@example.org",
            string.Create(CultureInfo.InvariantCulture, $"+1 415 55{person % 90000:00000}"), $"{1 + (person % 40)} Long Street", $"town{person % 20}", string.Create(CultureInfo.InvariantCulture, $"{10000 + (person % 300)}"));
    }

    private sealed record Somebody(bool IsLeft, string Id, string First, string Last, string Email, string Phone, string Street, string City, string Zip)
    {
        public string Value(int role) => role switch { 0 => First, 1 => Last, 2 => Email, 3 => Phone, 4 => Street, 5 => City, _ => Zip };
    }
}
