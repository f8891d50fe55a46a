using System.Text;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// Gathers the org's records into an <see cref="OrgIndex"/>. Batches may come in any order; the pairs found with the index are the same. One thread adds.
/// </summary>
/// <param name="expected">How many records to make room for, 0 where it is not known; fewer or more may come.</param>
public sealed class OrgIndexBuilder(int expected = 0)
{
    private OrgColumns? _columns = new(expected);

    /// <summary>
    /// Adds the rows of a batch with a side key, the match keys of <see cref="NormalizedSchema"/> and, where the schema has them, a created stamp and a
    /// deletion flag. Deleted records are left out: nothing may be linked to them. The batch stays the caller's.
    /// </summary>
    public void Add(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var columns = _columns ?? throw new InvalidOperationException("The index is built; start another builder.");
        var schema = batch.Schema;
        var ids = batch.Text(schema.Require(ColumnRole.SideKey));
        var emails = batch.Text(schema.Require(NormalizedSchema.EmailKey));
        var firstNames = batch.Text(schema.Require(NormalizedSchema.FirstKey));
        var lastNames = batch.Text(schema.Require(NormalizedSchema.LastKey));
        var created = schema.IndexOf(ColumnRole.Created) is >= 0 and var at ? batch.Int64(at) : null;
        var deleted = schema.IndexOf(ColumnRole.Deleted) is >= 0 and var flag ? batch.Text(flag) : null;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (deleted is not null && IsTrue(deleted[row]))
            {
                continue;
            }

            columns.Ids.Append(ids[row]);
            columns.Emails.Append(emails[row]);
            columns.FirstNames.Append(firstNames[row]);
            columns.LastNames.Append(lastNames[row]);
            columns.Created.Add(created is null || created.IsNull(row) ? long.MaxValue : created[row]);
        }
    }

    /// <summary>The index; the builder is spent.</summary>
    public OrgIndex Build()
    {
        var columns = _columns ?? throw new InvalidOperationException("The index is built; start another builder.");
        _columns = null;
        return new OrgIndex(columns);
    }

    private static bool IsTrue(ReadOnlySpan<byte> flag) => flag.SequenceEqual("1"u8) || Ascii.EqualsIgnoreCase(flag, "true"u8);
}
