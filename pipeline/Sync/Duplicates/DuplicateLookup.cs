using System.Globalization;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Load;
using ContactSync.Orgs;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Duplicates;

/// <summary>
/// The second job of a load: the new records that the org refused as duplicates, and no others, are looked up in the live org by exact e-mail address and fuzzy
/// names. Those found are linked in the store now; the next run sends them by Id. It only reads the org: to make the org say itself which records it matched,
/// a record would have to be sent once more, and could be created this time (decision 9).
/// </summary>
internal sealed class DuplicateLookup(RunSession session, LoadLeg leg)
{
    private const int BatchRows = 4_096;

    private readonly DuckConnection _connection = session.Scratch.Connection;

    /// <summary>Looks up what was refused, links it, and fills the table <c>lookup</c>. What an earlier process found is not asked for again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (session.Parts.Config.Profile.Duplicates.Lookup == Switch.Off)
        {
            return;
        }

        if (leg.LookupFile is { } known)
        {
            _connection.Execute($"insert into lookup from read_parquet({DuckSql.Literal(known)})", cancellationToken);
        }
        else if (!await AskAsync(cancellationToken))
        {
            return;
        }

        await leg.LinkFoundAsync(cancellationToken);
    }

    /// <summary>False when nothing was refused as a duplicate.</summary>
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var files = leg.ResultFiles;
        if (files.Count == 0)
        {
            return false;
        }

        _connection.Execute($"create or replace view load_results as select * from read_parquet([{string.Join(", ", files.Select(DuckSql.Literal))}])", cancellationToken);
        session.Reconciler.Refused(cancellationToken);
        var emails = Emails(cancellationToken);
        var refused = _connection.Scalar<long>("select count(*) from refused", cancellationToken);
        if (refused == 0)
        {
            return false;
        }

        var at = await session.Parts.Org.Client.GetServerTimeAsync(cancellationToken);
        await FindAsync(emails, cancellationToken);
        NameLikeness.Fill(
            _connection, "select r.plan_row, f.org_id, r.first_key, f.first_key, r.last_key, f.last_key from refused r join found f on f.email_key = r.email_key", "likeness", cancellationToken);
        _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"create or replace view looked_up_at as select timestamptz '{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00' as at"), cancellationToken);
        session.Reconciler.Choose(cancellationToken);
        var linked = _connection.Scalar<long>("select count(*) from lookup where verdict = 'linked'", cancellationToken);
        await leg.RecordLookupAsync(_connection, "from lookup order by plan_row", refused, linked, at, cancellationToken);
        return true;
    }

    private List<string> Emails(CancellationToken cancellationToken)
    {
        using var result = _connection.Query("select distinct email_key from refused where email_key is not null order by 1", cancellationToken);
        return [.. result.TextRows().Select(row => row[0]!)];
    }

    private async Task FindAsync(List<string> emails, CancellationToken cancellationToken)
    {
        var parts = session.Parts;
        var profile = parts.Config.Profile;
        var load = parts.Config.Pipeline.Load;
        var org = new OrgExtract(
            parts.Org.Client, profile, session.Schemas.Org, session.Facts.ExternalIdField, parts.Config.Pipeline.Extract,
            new Polling(load.PollFirst, load.PollMax, parts.Clock, parts.Random));
        var email = profile.Map.First(m => m.Role == ColumnRole.Email).Org;
        var normalizer = new Normalizer(new NormalizeOptions(session.Schemas.Org));
        using var found = _connection.Append("found");
        await foreach (var raw in org.FindAsync(email, emails, BatchRows, cancellationToken))
        {
            try
            {
                var batch = normalizer.Apply(raw);
                try
                {
                    Note(batch, found);
                }
                finally
                {
                    batch.Release();
                }
            }
            finally
            {
                raw.Release();
            }
        }

        found.Complete();
    }

    private static void Note(RecordBatch batch, DuckAppender found)
    {
        var created = (Int64Column)batch.At(batch.Schema.Require(ColumnRole.Created));
        int[] texts =
        [
            batch.Schema.Require(ColumnRole.SideKey), batch.Schema.Require(NormalizedSchema.EmailKey),
            batch.Schema.Require(NormalizedSchema.FirstKey), batch.Schema.Require(NormalizedSchema.LastKey),
        ];
        int[] columns = [0, 2, 3, 4];
        for (var row = 0; row < batch.RowCount; row++)
        {
            found.Set(1, found.Row, DateTimeOffset.UnixEpoch.AddTicks(created[row] * TimeSpan.TicksPerMicrosecond));
            for (var i = 0; i < texts.Length; i++)
            {
                if (batch.Text(texts[i]).IsNull(row))
                {
                    found.SetNull(columns[i], found.Row);
                }
                else
                {
                    found.SetText(columns[i], found.Row, batch.Text(texts[i])[row]);
                }
            }

            found.EndRow();
        }
    }
}
