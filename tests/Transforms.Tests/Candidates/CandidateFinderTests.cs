using System.Text;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Tests.Match;

namespace ContactSync.Transforms.Tests.Candidates;

public class CandidateFinderTests
{
    private const string A = "003A000001aaaaaIAA";
    private const string B = "003A000001bbbbbIAA";
    private const string C = "003A000001cccccIAA";

    [Fact]
    public void A_pair_found_both_ways_comes_out_once_as_found_by_id()
    {
        var index = Pairing.Index([A, "ann@example.org", null, null, "1", "false"]);

        var pairs = Pairing.Find(index, [["1", A[..15], "ann@example.org", null, null]]);

        Assert.Equal(MatchMethod.Id, Assert.Single(pairs.Pairs.ToArray()).Method);
    }

    [Fact]
    public void Duplicates_on_both_sides_all_come_out()
    {
        var index = Pairing.Index([B, "ann@example.org", null, null, "1", "false"], [A, "ann@example.org", null, null, "1", "false"], [C, "bob@example.org", null, null, "1", "false"]);

        var pairs = Pairing.Find(index, [["1", null, "ann@example.org", null, null], ["2", C, "ann@example.org", null, null], ["3", null, "eve@example.org", null, null]]);

        Assert.Equal(
            $"1 {A} email 0 0 0 \n1 {B} email 0 0 0 \n2 {A} email 0 0 0 \n2 {B} email 0 0 0 \n2 {C} id 0 0 0 \n",
            Pairing.Text(pairs));
    }

    [Fact]
    public void Blank_keys_join_nothing()
    {
        var index = Pairing.Index([A, null, "ann", "lee", "1", "false"], [B, "", "ann", "lee", "1", "false"]);

        var pairs = Pairing.Find(index, [["1", null, null, "ann", "lee"], ["2", "", "", "ann", "lee"]]);

        Assert.Equal(0, pairs.Pairs.Length);
        Assert.Empty(pairs.Rejects);
    }

    [Fact]
    public void A_key_held_too_often_gives_a_reject_and_only_the_pair_by_id()
    {
        var index = Pairing.Index(Enumerable.Range(0, 4).Select(i => new string?[] { $"003A00000{i:000000}AAA", "info@example.org", null, null, "1", "false" }));

        var cut = Pairing.Find(index, [["1", "003A00000000002AAA", "info@example.org", null, null]], maxPerKey: 3);
        var whole = Pairing.Find(index, [["1", null, "info@example.org", null, null]], maxPerKey: 4);

        Assert.Equal("1 003A00000000002AAA id 0 0 0 \n", Pairing.Text(cut));
        var reject = Assert.Single(cut.Rejects);
        Assert.Equal(("1", RejectCodes.KeyTooCommon, "email_key"), (reject.RecordKey, reject.Code, reject.Field));
        Assert.Equal(4, whole.Pairs.Length);
        Assert.Empty(whole.Rejects);
    }

    [Fact]
    public void Pairs_keep_their_local_batch_until_released()
    {
        var index = Pairing.Index([A, "ann@example.org", null, null, "1", "false"]);
        var pairs = Pairing.Find(index, [["1", null, "ann@example.org", null, null]]);
        var locals = pairs.Locals;
        Assert.Equal(1, locals.RowCount);

        pairs.Release();

        Assert.Throws<ObjectDisposedException>(() => locals.RowCount);
        Assert.Throws<ObjectDisposedException>(() => pairs.Pairs.Length);
        Assert.Throws<ObjectDisposedException>(pairs.Release);
    }

    [Fact]
    public void Every_equal_pair_is_found_and_nothing_else()
    {
        var emails = new[] { null, "", "a@b.c", "d@e.f", "g@h.i" };
        var orgs = Enumerable.Range(0, 60).Select(i => new string?[] { $"003A00000{i:000000}AAA", emails[i % 5], null, null, "1", "false" }).ToArray();
        var locals = Enumerable.Range(0, 50).Select(i => new string?[] { $"{i}", null, emails[i * 7 % 5], null, null }).ToArray();

        var pairs = Pairing.Find(Pairing.Index(orgs), locals);

        var expected = locals.SelectMany(l => orgs.Where(o => !string.IsNullOrEmpty(o[1]) && o[1] == l[2]).Select(o => $"{l[0]} {o[0]}"));
        Assert.Equal(expected, Enumerable.Range(0, pairs.Pairs.Length).Select(i => $"{Encoding.UTF8.GetString(pairs.LocalKey(i))} {Encoding.UTF8.GetString(pairs.OrgId(i))}"));
    }
}
