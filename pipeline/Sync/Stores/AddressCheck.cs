using System.Runtime.CompilerServices;
using System.Text;
using ContactSync.Config;
using ContactSync.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Stores;

/// <summary>An e-mail address of a supporter that a person should look at; <see cref="Meant"/> is the address that a mistyped one likely stands for.</summary>
public sealed record DoubtfulAddress(string LocalKey, string Field, string Value, EmailFlaw Flaw, string? Meant);

/// <summary>Goes through a store for e-mail addresses that a person should look at. It writes nothing.</summary>
internal sealed class AddressCheck(IContactStore store, ProfileOptions profile, int batchRows)
{
    /// <summary>Supporters gone through so far.</summary>
    public long Supporters { get; private set; }

    /// <summary>The doubtful ones among the addresses of all supporters, in key order; blank ones are none.</summary>
    public async IAsyncEnumerable<DoubtfulAddress> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Column[] fields = [.. profile.Map.Where(m => m.Role == ColumnRole.Email).Select(m => new Column(m.Field, m.Type, m.Role))];
        var schema = new RecordSchema("addresses", [new("local_key", ColumnType.Text, ColumnRole.SideKey), .. fields]);
        var check = new EmailCheck(Reference.Lists, Reference.Domains);
        var everybody = new StoreWindow(null, await store.BoundAsync(cancellationToken), []);
        await foreach (var batch in store.ExtractAsync(everybody, schema, batchRows, cancellationToken))
        {
            Supporters += batch.RowCount;
            foreach (var found in Doubtful(batch, check))
            {
                yield return found;
            }

            batch.Release();
        }
    }

    private static List<DoubtfulAddress> Doubtful(RecordBatch batch, EmailCheck check)
    {
        var found = new List<DoubtfulAddress>();
        for (var field = 1; field < batch.Schema.Columns.Length; field++)
        {
            var values = batch.Text(field);
            for (var row = 0; row < batch.RowCount; row++)
            {
                if (!values.IsNull(row) && check.Of(values[row], out var meant) is not EmailFlaw.None and var flaw)
                {
                    found.Add(new DoubtfulAddress(
                        Encoding.UTF8.GetString(batch.Text(0)[row]), batch.Schema.Columns[field].Name, Encoding.UTF8.GetString(values[row]), flaw, meant));
                }
            }
        }

        return found;
    }
}
