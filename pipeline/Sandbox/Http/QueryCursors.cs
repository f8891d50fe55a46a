using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>What is left of REST queries of more than one page; the ten latest of each user are kept, in memory only.</summary>
internal sealed class QueryCursors(string pod)
{
    private const int KeptPerUser = 10;

    private readonly List<Cursor> _cursors = [];
    private long _last;

    public Cursor Add(int user, SoqlQuery query, bool all, int[] rows, int pageRows)
    {
        lock (_cursors)
        {
            var cursor = new Cursor(SfId.Format("01g", pod, ++_last), user, query, all, rows, pageRows);
            _cursors.Add(cursor);
            var own = _cursors.Where(c => c.User == user).ToList();
            if (own.Count > KeptPerUser)
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
            var cursor = dash > 0 ? _cursors.Find(c => c.User == user && c.Id.Equals(locator[..dash], StringComparison.OrdinalIgnoreCase)) : null;
            return cursor is not null && int.TryParse(locator[(dash + 1)..], out var start) && start >= 0 && start <= cursor.Rows.Length
                ? (cursor, start)
                : throw new SalesforceFault(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
    }
}

/// <summary>The records of one query, by number, in the order of the answer.</summary>
internal sealed record Cursor(string Id, int User, SoqlQuery Query, bool All, int[] Rows, int PageRows);
