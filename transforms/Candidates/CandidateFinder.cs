using System.Globalization;
using System.Text;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// Finds the org records that a local record may be: the one whose id it carries, and those with its e-mail key. Every such pair comes out, once,
/// duplicates on either side included. Pure and stateless beside the index, so any number of threads may use one.
/// </summary>
/// <param name="orgs">The org's side.</param>
/// <param name="maxPerKey">An e-mail key held by more org records than this says nothing about who is who: it gives no pairs and a reject. 256; from 1 up.</param>
public sealed class CandidateFinder(OrgIndex orgs, int maxPerKey = CandidateFinder.DefaultMaxPerKey)
{
    /// <summary>Org records by one e-mail key, unless told otherwise.</summary>
    public const int DefaultMaxPerKey = 256;

    private readonly int _maxPerKey = maxPerKey >= 1 ? maxPerKey : throw new ArgumentOutOfRangeException(nameof(maxPerKey), maxPerKey, "At least 1.");

    /// <summary>
    /// The pairs of a batch with a side key, an e-mail key and, where the schema has one, a link; in row order, those of one row by org id. The caller
    /// owns the result; the batch stays the caller's too.
    /// </summary>
    public PairBatch Apply(RecordBatch locals)
    {
        ArgumentNullException.ThrowIfNull(locals);
        var schema = locals.Schema;
        var emails = locals.Text(schema.Require(NormalizedSchema.EmailKey));
        var links = schema.IndexOf(ColumnRole.Link) is >= 0 and var link ? locals.Text(link) : null;
        var pairs = new PairBatch(locals, orgs);
        for (var row = 0; row < locals.RowCount; row++)
        {
            var first = pairs.Pairs.Length;
            var linked = links is null ? KeyIndex.None : orgs.ById(links[row]);
            if (linked != KeyIndex.None)
            {
                pairs.Add(new Pair(row, linked, MatchMethod.Id));
            }

            if (IsTooCommon(emails[row], out var held))
            {
                pairs.AddReject(TooCommon(locals, row, emails[row], held));
            }
            else
            {
                AddByEmail(pairs, row, emails[row], linked);
            }

            // The index's order is that of arrival; the id's is the same for every run.
            pairs.Filled[first..].Sort(new ByOrgId(orgs));
        }

        return pairs;
    }

    private void AddByEmail(PairBatch pairs, int row, ReadOnlySpan<byte> email, int linked)
    {
        for (var entry = orgs.ByEmail(email); entry != KeyIndex.None; entry = orgs.NextByEmail(entry))
        {
            if (entry != linked)
            {
                pairs.Add(new Pair(row, entry, MatchMethod.Email));
            }
        }
    }

    private bool IsTooCommon(ReadOnlySpan<byte> email, out int held)
    {
        held = 0;
        for (var entry = orgs.ByEmail(email); entry != KeyIndex.None && held <= _maxPerKey; entry = orgs.NextByEmail(entry))
        {
            held++;
        }

        return held > _maxPerKey;
    }

    private Reject TooCommon(RecordBatch locals, int row, ReadOnlySpan<byte> email, int held)
    {
        var schema = locals.Schema;
        var key = schema.IndexOf(ColumnRole.RecordKey) is >= 0 and var at ? at : schema.Require(ColumnRole.SideKey);
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"'{Encoding.UTF8.GetString(email)}' is held by at least {held} org records; the cap is {_maxPerKey}");
        return new Reject(Encoding.UTF8.GetString(locals.Text(key)[row]), RejectCodes.KeyTooCommon, NormalizedSchema.EmailKey, detail);
    }

    private readonly struct ByOrgId(OrgIndex orgs) : IComparer<Pair>
    {
        public int Compare(Pair x, Pair y) => orgs.Id(x.OrgEntry).SequenceCompareTo(orgs.Id(y.OrgEntry));
    }
}
