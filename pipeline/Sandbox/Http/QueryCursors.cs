using System.Globalization;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>What is left of REST queries of more than one page; the ten latest of each user, and beside them 200 of children, are kept until they have not been used for a while, in memory only.</summary>
internal sealed class QueryCursors(string pod, SandboxOptions options)
{
    private const int KeptPerUser = 10;
    private const int ChildrenKeptPerUser = 200;

    private readonly List<Cursor> _cursors = [];
    private long _last;

    public Cursor Add(int user, SoqlQuery query, bool all, int[] rows, int pageRows, bool ofChildren = false)
    {
        lock (_cursors)
        {
            var cursor = new Cursor(SfId.Format("01g", pod, ++_last), user, query, all, rows, pageRows) { OfChildren = ofChildren };
            Forget();
            cursor.UsedAt = options.TimeProvider.GetUtcNow();
            _cursors.Add(cursor);
            var own = _cursors.Where(c => c.User == user && c.OfChildren == ofChildren).ToList();
            if (own.Count > (ofChildren ? ChildrenKeptPerUser : KeptPerUser))
            {
                _cursors.Remove(own[0]);
            }
            return cursor;
        }
    }

    /// <summary>The cursor a locator such as <c>01g…-2000</c> names and the row it goes on from; only its own user may use it.</summary>
    public (Cursor Cursor, int Start) Find(string locator, int user)
    {
        var dash = locator.IndexOf('-', StringComparison.Ordinal);
        lock (_cursors)
        {
            Forget();
            var cursor = dash > 0 ? _cursors.Find(c => c.User == user && c.Id.Equals(locator[..dash], StringComparison.OrdinalIgnoreCase)) : null;
            if (cursor is null || !int.TryParse(locator.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var start) || start > cursor.Rows.Length)
            {
                throw new SalesforceFault(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
            }
            cursor.UsedAt = options.TimeProvider.GetUtcNow();
            return (cursor, start);
        }
    }

    private void Forget()
    {
        var oldest = options.TimeProvider.GetUtcNow() - options.QueryCursorLife;
        _cursors.RemoveAll(c => c.UsedAt < oldest);
    }
}

/// <summary>The records of one query, by number, in the order of the answer.</summary>
internal sealed record Cursor(string Id, int User, SoqlQuery Query, bool All, int[] Rows, int PageRows)
{
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>The rows are children of one record, which a query asked for in brackets.</summary>
    public bool OfChildren { get; init; }
}
