using System.Text;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Tests.Known;

/// <summary>Matching changes against what is known finds what matching everybody anew finds.</summary>
public sealed class KnownMatchTests
{
    private const int Slack = 600;

    // Under the pairs of these people, so that groups are too large at every level, become so and cease to be.
    private static readonly long[] Allowances = [150, 400, 1500, 5000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_changes_give_the_pairs_weights_keys_and_clusters_of_a_match_anew(int seed)
    {
        var dice = new Random(seed);
        var (matched, refused) = (0, 0);
        for (var round = 0; round < 6; round++)
        {
            var allowance = Allowances[round % Allowances.Length];
            var unique = (UniqueSide)dice.Next(4);
            var people = Enumerable.Range(0, 150 + dice.Next(500)).Select(n => KnownWorld.Make(dice, n)).Select(p => round == 5 ? p with { IsLeft = false } : p).ToList();
            for (var night = 0; night < 2; night++)
            {
                var reason = Night(dice, ref people, allowance, unique);
                (matched, refused) = reason is null ? (matched + 1, refused) : (matched, refused + 1);
            }
        }

        Assert.True(matched >= 5, $"only {matched} of {matched + refused} nights were matched by changes");
    }

    [Fact]
    public void Changes_on_top_of_changes_merged_are_as_changes_on_what_was_written_anew()
    {
        var dice = new Random(7);
        var people = Enumerable.Range(0, 400).Select(n => KnownWorld.Make(dice, n)).ToList();
        var bytes = Written(people, 5000);
        var merged = 0;
        for (var night = 0; night < 6; night++)
        {
            var held = new Held(bytes);
            var (changes, now) = Change(dice, held.Open(), people);
            var (match, _) = KnownWorld.Match(changes, UniqueSide.Both, Slack);
            if (match is null)
            {
                (people, bytes) = (now, Written(now, 5000));
                continue;
            }

            var merge = new KnownMerge(changes);
            bytes = KnownWorld.Write(merge, merge.Renumber(match.Pairs), match.KeptFrom, 5000);
            var anew = Written(now, 5000, match.KeptFrom);

            Assert.True(anew.AsSpan().SequenceEqual(bytes), $"night {night}");
            people = now;
            merged++;
            GC.KeepAlive(held);
        }

        Assert.True(merged > 1, $"{merged} merges");
    }

    [Fact]
    public void Nothing_changed_compares_nothing_and_gives_the_pairs_kept()
    {
        var dice = new Random(11);
        var people = Enumerable.Range(0, 300).Select(n => KnownWorld.Make(dice, n)).ToList();
        var held = new Held(Written(people, 5000));
        var image = held.Open();
        var (none, table) = KnownWorld.Table([]);
        using var _ = none;

        var (match, reason) = KnownWorld.Match(new KnownChanges(image, table), UniqueSide.Both, Slack);

        Assert.Null(reason);
        Assert.Equal(0, match!.Work);
        Assert.NotEmpty(match.Pairs);
        Assert.Equal(image.Pairs().ToArray(), match.Pairs);
        GC.KeepAlive(held);
    }

    /// <summary>One night: changes on what is known, held against everybody anew. Returns why everything had to be matched anew, or null.</summary>
    private static string? Night(Random dice, ref List<Somebody> people, long allowance, UniqueSide unique)
    {
        var held = new Held(Written(people, allowance));
        var (changes, now) = Change(dice, held.Open(), people);
        var (match, reason) = KnownWorld.Match(changes, unique, Slack);
        people = now;
        if (match is null)
        {
            Assert.NotEmpty(reason!);
            GC.KeepAlive(held);
            return reason;
        }

        var (all, table) = KnownWorld.Table(now);
        using var _ = all;
        var (pairs, lines, clusters) = KnownWorld.Anew(all, table, unique, 0, allowance);
        var rows = Enumerable.Range(0, changes.Rows).Where(row => !changes.IsGone(row)).ToDictionary(row => Name(changes[row]));
        var kept = match.Pairs.Where(p => p.Weight >= match.Lines.Review).Select(p => (Name(changes[p.Left]), Name(changes[p.Right]), p.Weight, p.Pass)).Order().ToList();

        Assert.Equal(lines, match.Lines);
        Assert.Equal(pairs.Select(p => (Name(table[p.Left]), Name(table[p.Right]), p.Weight, p.Pass)).Order(), kept);
        var ours = new KnownClusters(changes, match);
        Assert.All(pairs, p => Assert.Equal(clusters.Same(p.Left, p.Right), ours.Same(rows[Name(table[p.Left])], rows[Name(table[p.Right])])));
        Assert.Equal(
            clusters.Ambiguous.Select(p => (Name(table[p.Left]), Name(table[p.Right]))).Order(), ours.Ambiguous.Select(p => (Name(changes[p.Left]), Name(changes[p.Right]))).Order());
        GC.KeepAlive(held);
        return null;
    }

    private static byte[] Written(IReadOnlyList<Somebody> people, long allowance, int? keptFrom = null)
    {
        var (all, table) = KnownWorld.Table(people);
        using var _ = all;
        var (pairs, lines, _) = KnownWorld.Anew(all, table, UniqueSide.None, Slack, allowance);
        var from = keptFrom ?? lines.Review - Slack;
        return KnownWorld.Write(table, [.. pairs.Where(p => p.Weight >= from)], from, allowance);
    }

    /// <summary>Some go, some change, some come; now and then many. What stays keeps its order, what changed or came follows.</summary>
    private static (KnownChanges Changes, List<Somebody> Now) Change(Random dice, KnownImage known, List<Somebody> people)
    {
        var one = dice.Next(4) == 0 ? 4 : 25;
        var next = people.Max(p => int.Parse(p.Id[2..], System.Globalization.CultureInfo.InvariantCulture)) + 1;
        var came = Enumerable.Range(0, dice.Next(30)).Select(n => KnownWorld.Make(dice, next + n)).ToList();
        var (gone, stay) = (new List<Somebody>(), new List<Somebody>());
        foreach (var somebody in people)
        {
            switch (dice.Next(3 * one))
            {
                case 0:
                    gone.Add(somebody);
                    break;
                case 1:
                    gone.Add(somebody);
                    came.Add(somebody with { TakesPart = !somebody.TakesPart });
                    break;
                case 2:
                    gone.Add(somebody);
                    came.Add(KnownWorld.Make(dice, 0) with { IsLeft = somebody.IsLeft, Id = somebody.Id, TakesPart = somebody.TakesPart });
                    break;
                default:
                    stay.Add(somebody);
                    break;
            }
        }

        var changes = new KnownChanges(known, KnownWorld.Table(came).Table);
        gone.ForEach(g => changes.Remove(known.Find(g.IsLeft, Encoding.UTF8.GetBytes(g.Id))));
        return (changes, [.. stay, .. came]);
    }

    private static string Name(KnownRecord record) => $"{(record.IsLeft ? 'l' : 'r')}{Encoding.UTF8.GetString(record.Id)}";
}
